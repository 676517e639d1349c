import { draftBody, type IntakeDraft, isBlank } from './draft.ts'

/** How well the newest typing is kept: on disk, on its way, or not reached yet and tried again. */
export type Keeping = 'kept' | 'pending' | 'failed'

export interface KeeperDeps {
  readonly put: (id: string, body: ReturnType<typeof draftBody>) => Promise<unknown>
  readonly remove: (id: string) => Promise<unknown>
  readonly whenOpen: () => Promise<void>
  readonly after: (run: () => void, delayMs: number) => () => void
  readonly report: (keeping: Keeping) => void
}

export interface Keeper {
  readonly changed: (draft: IntakeDraft) => void
  readonly drop: (id: string) => void
  /** Settles when everything known so far is kept. */
  readonly flush: () => Promise<void>
}

/** Typing is kept this often while it goes on: at most this and the write itself are lost in a crash (≤ 1 s). */
const everyMs = 400

/** Keeps drafts in the core's encrypted store while they are typed: newest state only, one write at a time. */
export function createKeeper(deps: KeeperDeps): Keeper {
  const waiting = new Map<string, IntakeDraft | null>()
  let timer: (() => void) | null = null
  let running: Promise<void> | null = null
  let told: Keeping | null = null
  const isAtRest = () => waiting.size === 0 && running === null

  const tell = (keeping: Keeping): void => {
    if (keeping === told) return
    told = keeping
    deps.report(keeping)
  }

  /** Said once typing rests: a word that came and went with every write would be painted again and again under the agent's hands. */
  const tellOnceAtRest = (): void => {
    deps.after(() => void (isAtRest() && tell('kept')), everyMs)
  }

  const writeOne = async (id: string, draft: IntakeDraft | null): Promise<void> => {
    try {
      await (draft === null || isBlank(draft) ? deps.remove(id) : deps.put(id, draftBody(draft)))
    } catch {
      // Weather: the text waits here unless a newer one came, it is said, and it goes out once the core answers again.
      if (!waiting.has(id)) waiting.set(id, draft)
      tell('failed')
      await deps.whenOpen()
      await new Promise<void>((resolve) => deps.after(resolve, everyMs))
    }
  }

  const writeAll = async (): Promise<void> => {
    for (let next = waiting.entries().next(); !next.done; next = waiting.entries().next()) {
      const [id, draft] = next.value
      waiting.delete(id)
      await writeOne(id, draft)
    }
    tellOnceAtRest()
  }

  const start = (): Promise<void> => {
    timer?.()
    timer = null
    running ??= writeAll().finally(() => {
      running = null
    })
    return running
  }

  const keep = (id: string, draft: IntakeDraft | null): void => {
    waiting.set(id, draft)
    if (told !== 'failed') tell('pending')
    timer ??= deps.after(() => void start(), everyMs)
  }

  return {
    changed: (draft) => keep(draft.id, draft),
    drop: (id) => keep(id, null),
    flush: () => (isAtRest() ? Promise.resolve() : start()),
  }
}
