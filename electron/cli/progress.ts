import type { Output } from './output.ts'

export interface ProgressState {
  readonly rows: number
  readonly doneBytes: number
  readonly totalBytes: number
}

export interface Progress {
  readonly show: (state: ProgressState) => void
  /** Makes room for a line of output. */
  readonly clear: () => void
  readonly end: () => void
}

const barWidth = 24
const everyMs = 100
/** Where nobody watches (a log, a pipe) one line now and then is enough. */
const everyMsUnwatched = 5_000

/** A progress bar on stderr; on a terminal it stays in its line. */
export function createProgress(what: string, output: Output, terminal: NodeJS.WriteStream = process.stderr): Progress {
  const startedMs = performance.now()
  let shownMs = Number.NEGATIVE_INFINITY
  let latest: ProgressState | undefined
  const isWatched = terminal.isTTY === true
  const clear = (): void => {
    if (isWatched) terminal.write('\r\x1b[2K')
  }
  const put = (state: ProgressState): void => {
    shownMs = performance.now()
    const text = progressText(what, state, shownMs - startedMs)
    if (isWatched) terminal.write(`\r\x1b[2K${text}`)
    else output.say(text)
  }
  return {
    show: (state) => {
      latest = state
      if (performance.now() - shownMs >= (isWatched ? everyMs : everyMsUnwatched)) put(state)
    },
    clear,
    end: () => {
      if (latest !== undefined) put(latest)
      if (isWatched) terminal.write('\n')
    },
  }
}

/** `import [######------------------]  25 %  12,000 rows  8,123/s  12 s left`. */
export function progressText(what: string, { rows, doneBytes, totalBytes }: ProgressState, tookMs: number): string {
  const share = totalBytes === 0 ? 1 : Math.min(doneBytes / totalBytes, 1)
  const full = Math.round(share * barWidth)
  const bar = `[${'#'.repeat(full)}${'-'.repeat(barWidth - full)}]`
  const rate = tookMs > 0 ? Math.round((rows / tookMs) * 1000) : 0
  const leftMs = share > 0 && share < 1 ? (tookMs / share) * (1 - share) : 0
  const left = leftMs >= 1_000 ? `  ${Math.ceil(leftMs / 1_000)} s left` : ''
  const percent = `${Math.floor(share * 100)}`.padStart(3)
  return `${what} ${bar} ${percent} %  ${rows.toLocaleString('en')} rows  ${rate.toLocaleString('en')}/s${left}`
}
