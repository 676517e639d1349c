import { create } from 'zustand'
import type { HostBridge } from '../../shared/contract/host.ts'
import type { Refusal } from '../../shared/kernel/result.ts'
import { useCommand } from './commands.tsx'
import { useHost } from './host.tsx'

interface PrintJob {
  /** What is printed as it stands on the screen, masks included. */
  readonly sheet: HTMLElement
  readonly as: 'paper' | 'pdf'
  /** Of the file, without ending. */
  readonly name: string
}

/** Why the last print came to nothing; `null` while there is nothing to say. */
export const usePrinting = create<{ readonly refusal: Refusal | null }>()(() => ({ refusal: null }))

const scheme = 'data-mantine-color-scheme'

/** Puts a copy of the sheet beside the page, in light colours whatever the screen has; the answer takes it away again. */
function layOut({ sheet, name }: PrintJob): () => void {
  const root = document.documentElement
  const [colours, title] = [root.getAttribute(scheme), document.title]
  const paper = document.createElement('div')
  paper.id = 'print-sheet'
  paper.append(sheet.cloneNode(true))
  document.body.append(paper)
  root.setAttribute(scheme, 'light')
  // The browser's own dialog names the file after the page.
  document.title = name
  return () => {
    paper.remove()
    if (colours !== null) root.setAttribute(scheme, colours)
    document.title = title
  }
}

/** Prints by the host where there is one, else by the browser's own dialog, which knows both paper and PDF. */
async function printSheet(host: HostBridge | null, job: PrintJob): Promise<Refusal | undefined> {
  const clear = layOut(job)
  try {
    if (host !== null)
      return (await host.ask({ ask: 'print', as: job.as, name: job.name.replace(/[^\w-]/g, '-') })).refusal
    window.print()
    return undefined
  } finally {
    clear()
  }
}

/** Prints a part of the screen. A print the person called off is nothing to tell. */
function usePrint(): (job: PrintJob) => Promise<void> {
  const host = useHost()
  return async (job) => {
    const refusal = await printSheet(host, job)
    usePrinting.setState({ refusal: refusal && refusal.tag !== 'print.cancelled' ? refusal : null })
  }
}

/** The two commands that print what is on screen; `sheet` gives it with its name, `null` while there is none. */
export function usePrintCommands(sheet: () => Omit<PrintJob, 'as'> | null): void {
  const print = usePrint()
  const printAs = (as: PrintJob['as']) => {
    const shown = sheet()
    return shown === null ? false : void print({ ...shown, as })
  }
  useCommand('case.print', () => printAs('paper'))
  useCommand('case.pdf', () => printAs('pdf'))
}
