import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createHostMemory } from '../../../electron/host/electron-memory.ts'

vi.mock('electron', () => ({ default: {} }))

let dir: string
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'redress-memory-'))
})
afterEach(() => rmSync(dir, { recursive: true }))

const bounds = { x: 1, y: 2, width: 1200, height: 700 }

describe('what the Electron host remembers', () => {
  it('comes back at the next start', () => {
    createHostMemory(dir).write({ bounds, language: 'zh-TW', stroke: null })
    expect(createHostMemory(dir).read()).toEqual({ bounds, language: 'zh-TW', stroke: null })
  })

  it('is never anything of a customer, a token or a key', () => {
    const memory = createHostMemory(dir)
    memory.write({ bounds })
    for (const more of [{ phone: '13812341234' }, { token: 'x' }, { stroke: 'x'.repeat(41) }, { language: 'xx' }])
      expect(() => memory.write(more as never), JSON.stringify(more)).toThrow()
    expect(Object.keys(JSON.parse(readFileSync(join(dir, 'window.json'), 'utf8')))).toEqual(['bounds'])
  })

  it('is made anew when its file is damaged', () => {
    writeFileSync(join(dir, 'window.json'), '{"bounds":')
    expect(createHostMemory(dir).read()).toEqual({})
  })
})
