import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { missing, postgresFolder, prerequisites } from '../prerequisites.ts'
import { runChild } from '../runner/child.ts'
import { descendants, groupMembers } from '../runner/processes.ts'
import { writeFiles } from './plant.ts'
import { root } from './tree.ts'

describe('child processes', () => {
  const node = (script: string, limitMs = 20_000) =>
    runChild({ command: process.execPath, args: ['-e', script], cwd: root, limitMs })
  const forever = 'setInterval(() => {}, 1000)'
  /** Starts a program that goes on for ever, in a group of its own: ending the parent's group would miss it. */
  const strayed = `require("node:child_process").spawn(process.execPath, ["-e", "${forever}", "strayed"], { detached: true })`

  it('gives code and output', async () => {
    expect(await node('console.log("out"); console.error("err"); process.exit(3)')).toMatchObject({
      code: 3,
      stdout: 'out\n',
      leftBehind: [],
    })
  })

  it('has no standard input to wait for', async () => {
    expect((await node('process.stdin.on("end", () => console.log("end")).resume()')).stdout).toBe('end\n')
  })

  it('is stopped at its limit with all it started', async () => {
    const script =
      'require("node:child_process").spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"]); setInterval(() => {}, 1000)'
    expect(await node(script, 1_000)).toMatchObject({ code: null, timedOut: true, leftBehind: [] })
  })

  it('names and ends what it left behind', async () => {
    const script =
      'const c = require("node:child_process").spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { stdio: "ignore" }); c.unref(); console.log(process.pid)'
    const end = await node(script)
    expect(end.leftBehind.length).toBe(process.platform === 'linux' ? 1 : 0)
    expect(groupMembers(Number(end.stdout))).toEqual([])
  })

  it('one that has done its work is given its grace, then stopped with all it started, each named', async () => {
    const plan = { command: process.execPath, cwd: root, limitMs: 20_000, isDone: () => true, graceMs: 300 }
    const end = await runChild({ ...plan, args: ['-e', `console.log(process.pid); ${strayed}; ${forever}`] })
    expect(end).toMatchObject({ code: null, timedOut: false, leftBehind: [] })
    const onLinux = process.platform === 'linux'
    expect(end.lingering).toEqual(onLinux ? [expect.stringContaining(`-e ${forever} strayed`)] : [])
    expect(descendants(Number(end.stdout))).toEqual([])
    const quick = await runChild({ ...plan, graceMs: 5_000, args: ['-e', 'setTimeout(() => {}, 1500)'] })
    expect(quick).toMatchObject({ code: 0, lingering: null })
  })

  it('a program that is not there is an error, not a hang', async () => {
    await expect(runChild({ command: join(root, 'nowhere'), args: [], cwd: root, limitMs: 1_000 })).rejects.toThrow(
      'ENOENT',
    )
  })
})

describe('prerequisites', () => {
  it('says for each one what is missing, or nothing', () => {
    for (const name of prerequisites)
      expect(missing(name)).toSatisfy((reason) => reason === null || String(reason).length > 10)
  })

  it('finds PostgreSQL on the PATH, else the newest one of Debian, else not at all', () => {
    const folder = mkdtempSync(join(tmpdir(), 'redress-pg-'))
    const bin = (path: string): Record<string, string> => ({ [`${path}/initdb`]: '', [`${path}/postgres`]: '' })
    writeFiles(folder, { ...bin('path'), ...bin('debian/9/bin'), ...bin('debian/15/bin'), 'half/initdb': '' })
    const at = (name: string): string => join(folder, name)
    expect(postgresFolder({ PATH: `${at('half')}:${at('path')}` }, at('debian'))).toBe(at('path'))
    expect(postgresFolder({ PATH: at('half') }, at('debian'))).toBe(at('debian/15/bin'))
    expect(postgresFolder({ PATH: at('half') }, at('nothing'))).toBeNull()
    rmSync(folder, { recursive: true })
    expect(existsSync(folder)).toBe(false)
  })
})
