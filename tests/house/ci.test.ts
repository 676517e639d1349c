import { chmodSync, existsSync, readFileSync, rmSync, statSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { runChild } from '../runner/child.ts'
import { createPlot, writeFiles } from './plant.ts'
import { root } from './tree.ts'

/** Writes down how it was called; nothing of the machine is touched. */
const stub = (then = ''): string => `#!/bin/bash\necho "$(basename "$0") $*" >>"$STUB_LOG"\n${then}\n`
const tools = ['bash', 'dirname', 'basename', 'env', 'sort', 'tail', 'xargs', 'cat']

interface Machine {
  readonly has: readonly string[]
  readonly user?: 'root' | 'somebody'
  readonly test?: string
}

/** Runs a copy of `.ci/run` on a machine that has these programs and no others. */
async function ci({ has, user = 'root', test = 'echo "3 passed, 0 failed"' }: Machine) {
  const bin = {
    npm: stub(`if [ "$1" = test ]; then ${test}; fi`),
    id: `#!/bin/bash\necho ${user === 'root' ? 0 : 1000}\n`,
    find: '#!/bin/bash\n',
  }
  const stubs: Record<string, string> = {
    ...bin,
    'apt-get': stub(),
    mkdir: stub(),
    tee: stub('cat >/dev/null'),
    sudo: stub('shift; exec "$@"'),
  }
  for (const name of has) stubs[name] = name === 'fc-list' ? '#!/bin/bash\necho "Noto Sans CJK SC"\n' : stub()
  const plot = createPlot(['.ci/run'], {})
  writeFiles(plot.folder, Object.fromEntries(Object.entries(stubs).map(([name, text]) => [`bin/${name}`, text])))
  for (const name of Object.keys(stubs)) chmodSync(join(plot.folder, 'bin', name), 0o755)
  for (const name of tools)
    symlinkSync(existsSync(`/bin/${name}`) ? `/bin/${name}` : `/usr/bin/${name}`, join(plot.folder, 'bin', name))
  const log = join(plot.folder, 'calls.log')
  const env = { PATH: join(plot.folder, 'bin'), STUB_LOG: log }
  const end = await runChild({
    command: '/bin/bash',
    args: [join(plot.folder, '.ci/run')],
    cwd: plot.folder,
    env,
    limitMs: 20_000,
  })
  const calls = existsSync(log) ? readFileSync(log, 'utf8').trim().split('\n') : []
  rmSync(plot.folder, { recursive: true })
  return { code: end.code, last: end.stdout.trim().split('\n').at(-1), calls, output: end.output }
}

const everything = ['chromium', 'fc-list', 'initdb']
const npmCalls = ['npm ci --no-audit --no-fund', 'npm test -- --allow-skips electron']

describe('.ci/run', () => {
  it('can be executed', () => {
    expect(statSync(join(root, '.ci/run')).mode & 0o111).toBe(0o111)
  })

  it('installs nothing where nothing is missing, and ends with the line of the tests', async () => {
    expect(await ci({ has: everything })).toMatchObject({ code: 0, last: '3 passed, 0 failed', calls: npmCalls })
  })

  it('installs exactly what is missing', async () => {
    const install = async (has: readonly string[]) =>
      (await ci({ has })).calls.find((call) => call.startsWith('apt-get install'))
    const head = 'apt-get install -y -qq --no-install-recommends -o Dpkg::Options::=--force-confold '
    expect(await install([])).toBe(`${head}chromium fonts-noto-cjk fontconfig postgresql`)
    expect(await install(['google-chrome', 'initdb'])).toBe(`${head}fonts-noto-cjk fontconfig`)
    expect(await install(['chromium', 'fc-list'])).toBe(`${head}postgresql`)
  })

  it('asks for more rights only when it is not root', async () => {
    const { calls } = await ci({ has: [], user: 'somebody' })
    expect(
      calls.filter((call) => /^sudo -n (env DEBIAN_FRONTEND=noninteractive UCF_FORCE_CONFFOLD=1 )?apt-get /.test(call)),
    ).toHaveLength(2)
    expect((await ci({ has: [] })).calls.some((call) => call.startsWith('sudo'))).toBe(false)
  })

  it('hands on the code of failed tests, with their line last', async () => {
    expect(await ci({ has: everything, test: 'echo "3 passed, 1 failed"; exit 1' })).toMatchObject({
      code: 1,
      last: '3 passed, 1 failed',
    })
  })
})
