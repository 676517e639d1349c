import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { makeDataDir, OptionError, readOptions } from '../../../electron/start/options.ts'

describe('start options', () => {
  it('starts an embedded server and an agent console when nothing is said', () => {
    expect(readOptions([], { XDG_DATA_HOME: '/data' })).toMatchObject({
      host: 'auto',
      open: true,
      port: 0,
      server: 'embedded',
      profile: 'agent',
      empty: false,
    })
  })

  it('lets a flag win over the environment', () => {
    const env = { REDRESS_HOST: 'electron', REDRESS_SERVER_URL: 'http://127.0.0.1:9', REDRESS_DATA_DIR: '/e' }
    expect(readOptions(['--host', 'browser', '--server', 'none', '--data-dir', '/d'], env)).toMatchObject({
      host: 'browser',
      server: 'none',
      dataDir: '/d',
    })
    expect(readOptions([], env)).toMatchObject({ host: 'electron', server: 'http://127.0.0.1:9', dataDir: '/e' })
  })

  it.each([
    [['--host', 'netscape'], {}, '--host'],
    [['--port', '70000'], {}, '--port'],
    [['--port', 'x'], {}, '--port'],
    [['--server', 'ftp://x'], {}, '--server'],
    [['--profile', 'boss'], {}, '--profile'],
    [['--colour'], {}, '--colour'],
    [[], { REDRESS_HOST: 'x' }, 'REDRESS_HOST'],
    [[], { REDRESS_SERVER_URL: 'x' }, 'REDRESS_SERVER_URL'],
    [[], { REDRESS_CHROMIUM: '/nowhere/chromium' }, 'REDRESS_CHROMIUM'],
    [[], { REDRESS_LOG_LEVEL: 'loud' }, 'REDRESS_LOG_LEVEL'],
  ])('names the bad flag or variable in one line: %j %j', (args, env, name) => {
    expect(() => readOptions(args, env)).toThrow(OptionError)
    expect(() => readOptions(args, env)).toThrow(name)
    expect(() => readOptions(args, env)).not.toThrow('\n')
  })
  it('names a data folder that is a file', () => {
    const file = fileURLToPath(import.meta.url)
    for (const dir of [file, join(file, 'below')]) {
      expect(() => makeDataDir(dir)).toThrow(OptionError)
      expect(() => makeDataDir(dir)).toThrow(dir)
    }
  })
})
