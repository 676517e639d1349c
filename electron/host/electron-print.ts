import { writeFile } from 'node:fs/promises'
import type { BrowserWindow, Dialog, WebContents } from 'electron'
import { ok, type Result, refuse } from '../../shared/kernel/result.ts'

/** What the page shows for print, on paper. */
function onPaper(contents: WebContents): Promise<Result<void>> {
  return new Promise((done) => {
    contents.print({ printBackground: true }, (isDone, reason) => {
      const isCancelled = /cancel/i.test(reason)
      done(isDone ? ok(undefined) : refuse(isCancelled ? 'print.cancelled' : 'print.failed', undefined, { reason }))
    })
  })
}

/** The same as a file the person names. Its bytes pass through this process and are not looked at. */
async function asPdf(window: BrowserWindow, dialog: Dialog, title: string, name: string): Promise<Result<void>> {
  const { canceled, filePath } = await dialog.showSaveDialog(window, {
    title,
    defaultPath: `${name}.pdf`,
    filters: [{ name: 'PDF', extensions: ['pdf'] }],
  })
  if (canceled || filePath === '') return refuse('print.cancelled')
  try {
    await writeFile(filePath, await window.webContents.printToPDF({ printBackground: true, pageSize: 'A4' }))
    return ok(undefined)
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : 'print'
    return refuse('print.failed', undefined, { reason })
  }
}

export interface PrintJob {
  readonly as: 'paper' | 'pdf'
  readonly name: string
  /** Over the dialog that asks where to. */
  readonly title: string
}

/** Prints a window. Refuses `print.cancelled`, `print.failed` {reason}. */
export const printWindow = (
  window: BrowserWindow,
  dialog: Dialog,
  { as, name, title }: PrintJob,
): Promise<Result<void>> => (as === 'paper' ? onPaper(window.webContents) : asPdf(window, dialog, title, name))
