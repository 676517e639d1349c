import { describe, expect, it } from 'vitest'
import type { Output } from '../../../electron/cli/output.ts'
import { createProgress, progressText } from '../../../electron/cli/progress.ts'

describe('the progress bar', () => {
  it('shows how much is done, how fast, and how long it will take', () => {
    expect(progressText('import', { rows: 12_000, doneBytes: 25, totalBytes: 100 }, 4_000)).toBe(
      'import [######------------------]  25 %  12,000 rows  3,000/s  12 s left',
    )
    expect(progressText('export', { rows: 7, doneBytes: 7, totalBytes: 7 }, 0)).toBe(
      `export [${'#'.repeat(24)}] 100 %  7 rows  0/s`,
    )
    expect(progressText('import', { rows: 0, doneBytes: 9, totalBytes: 0 }, 1)).toContain('100 %')
  })

  const terminal = (isTTY: boolean): { readonly stream: NodeJS.WriteStream; readonly written: string[] } => {
    const written: string[] = []
    const stream = { isTTY, write: (text: string) => written.push(text) > 0 } as unknown as NodeJS.WriteStream
    return { stream, written }
  }
  const listener = (said: string[]) => ({ say: (text: string) => void said.push(text) }) as unknown as Output
  const state = { rows: 1, doneBytes: 1, totalBytes: 2 }

  it('stays in its line on a terminal and makes room for other lines', () => {
    const { stream, written } = terminal(true)
    const progress = createProgress('import', listener([]), stream)
    progress.show(state)
    progress.show(state)
    progress.clear()
    progress.end()
    expect(written.map((it) => it.replace(/\[[#-]+\].*/, '…'))).toEqual([
      '\r\x1b[2Kimport …',
      '\r\x1b[2K',
      '\r\x1b[2Kimport …',
      '\n',
    ])
  })

  it('says a line now and then where nobody watches, and the last one always', () => {
    const { stream, written } = terminal(false)
    const said: string[] = []
    const progress = createProgress('import', listener(said), stream)
    for (let i = 0; i < 50; i++) progress.show(state)
    progress.end()
    expect([said.length, written]).toEqual([2, []])
    createProgress('export', listener(said), stream).end()
    expect(said).toHaveLength(2)
  })
})
