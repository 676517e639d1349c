import { randomBytes, randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createRouterClient, type RouterClient } from '@orpc/server'
import { expect, vi } from 'vitest'
import { type Console, type ConsoleRouter, createConsole } from '../../../../electron/core/console.ts'
import { kernelPorts } from '../../../../electron/core/kernel-ports.ts'
import type { ConsolePorts } from '../../../../electron/core/ports.ts'
import { noThreads } from '../../store/tools/no-threads.ts'

export interface TestConsole {
  readonly client: RouterClient<ConsoleRouter>
  readonly dir: string
  readonly wiped: Promise<void>
  /** Adds to this machine's clock, ms. */
  readonly clock: { aheadMs: number }
  /** Opens one case; gives its id. */
  readonly open: (symptom: string) => Promise<string>
  /** Waits until nothing of ours is on its way and the stream or poll has answered. */
  readonly inStep: (timeoutMs?: number) => Promise<void>
  readonly close: () => Promise<void>
}

export interface ConsoleOptions extends Partial<Pick<ConsolePorts, 'profile' | 'wire' | 'dir' | 'chance'>> {
  /** Waits of the engine are this many times shorter. */
  readonly hurry?: number
}

const folders: string[] = []
const open = new Set<Console>()

/** To be called where the consoles were opened: a server that ends waits for nobody then. */
export async function closeConsoles(): Promise<void> {
  for (const it of open) await it.close()
  open.clear()
  for (const dir of folders.splice(0)) rmSync(dir, { recursive: true, force: true, maxRetries: 5 })
}

const openCommand = (symptom: string) => ({
  type: 'open',
  customer: { name: '张三', phones: ['+8613800000000'] },
  issue: { symptom },
  reception: { channel: 'hotline', receivedAtMs: Date.now() },
})

export function testPorts(
  server: string,
  dir: string,
  clock: { aheadMs: number },
  options: ConsoleOptions = {},
): ConsolePorts {
  const { profile = 'agent', hurry = 20, wire, chance = () => 0.5 } = options
  return {
    ...kernelPorts(),
    ...{ dir, server, profile, chance, demo: true, appV: '1', eventV: 1 },
    ...(wire === undefined ? {} : { wire }),
    nowMs: () => Date.now() + clock.aheadMs,
    monoMs: () => performance.now(),
    upMs: () => performance.now(),
    random: (bytes) => randomBytes(bytes),
    setTimer: (work, afterMs) => {
      const timer = setTimeout(work, afterMs / hurry)
      return { cancel: () => clearTimeout(timer) }
    },
    log: () => undefined,
    parts: { startThreads: noThreads },
  }
}

/** The core of one console on this machine, signed in to the server by itself, without a window. */
export async function openTestConsole(server: string, options: ConsoleOptions = {}): Promise<TestConsole> {
  const dir = options.dir ?? mkdtempSync(join(tmpdir(), 'redress-console-'))
  folders.push(dir)
  const clock = { aheadMs: 0 }
  const opened = await createConsole(testPorts(server, dir, clock, options))
  if (!opened.ok) throw new Error(opened.error.tag)
  const it = opened.value
  open.add(it)
  const client = createRouterClient(it.router)
  return {
    ...{ client, dir, clock, wiped: it.wiped },
    open: async (symptom) => {
      const saved = await client.cases.execute({ commandId: randomUUID(), command: openCommand(symptom) })
      if (!saved.saved) throw new Error(JSON.stringify(saved.refusals))
      return saved.case
    },
    inStep: (timeoutMs = 20_000) =>
      vi.waitFor(async () => expect(await client.sync.status()).toMatchObject({ state: 'online', pending: 0 }), {
        timeout: timeoutMs,
        interval: 25,
      }),
    close: async () => {
      open.delete(it)
      await it.close()
    },
  }
}
