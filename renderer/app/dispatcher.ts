import { type CommandId, isIn, type Keymap, type KeyPress, type Screen, strokeOf, typesText } from './keys.ts'

/** The parts of a keydown event the dispatcher looks at. */
export interface KeyDown extends KeyPress {
  readonly isComposing: boolean
  readonly keyCode: number
  readonly repeat: boolean
  readonly defaultPrevented: boolean
  readonly target: EventTarget | null
  preventDefault(): void
}

/**
 * Answers `false` when there is nothing to do just now, so that the key goes on to the next taker. `stroke` is the key it was given
 * by: a command with ten keys is ten choices.
 */
export type CommandRun = (stroke: string) => unknown

export interface DispatcherDeps {
  readonly keymap: () => Keymap
  readonly screen: () => Screen
  /** The focus is where plain keys type text. */
  readonly takesText: (target: EventTarget | null) => boolean
  /** The focus is on a control that Enter and Space press by themselves. */
  readonly isPressable: (target: EventTarget | null) => boolean
  /** Nobody is before the screen who may give commands. */
  readonly isBarred: () => boolean
}

export interface Dispatcher {
  /** The newest taker of a command is asked first; the answer of this call takes it back. */
  readonly take: (id: CommandId, run: CommandRun) => () => void
  readonly run: (id: CommandId, stroke?: string) => boolean
  /** Runs a command now, or when its taker comes on screen; any other command or key before that takes it back. */
  readonly runOnceTaken: (id: CommandId) => void
  readonly handle: (event: KeyDown) => void
  readonly compositionStarted: () => void
  readonly compositionEnded: () => void
}

/**
 * Turns keys into commands. While an input method composes nothing fires: neither when the event says so
 * (`isComposing`), nor when the key is still the input method's (code 229), nor between the composition's own events.
 */
export function createDispatcher(deps: DispatcherDeps): Dispatcher {
  const takers = new Map<CommandId, CommandRun[]>()
  let composing = false
  let awaited: CommandId | null = null

  const run = (id: CommandId, stroke = deps.keymap()[id].keys[0] ?? ''): boolean => {
    awaited = null
    if (deps.isBarred()) return false
    for (const taker of [...(takers.get(id) ?? [])].reverse()) if (taker(stroke) !== false) return true
    return false
  }

  const handle = (event: KeyDown): void => {
    if (event.keyCode === 229 || event.defaultPrevented) return
    awaited = null
    if (composing || event.isComposing) {
      // A key the input method let through must not carry half a word into the next field or a line of its own.
      if (event.key === 'Tab' || event.key === 'Enter') event.preventDefault()
      return
    }
    if (deps.isBarred()) return
    const stroke = strokeOf(event)
    if (belongsToField(deps, stroke, event.target)) return
    for (const id of candidates(deps.keymap(), deps.screen(), stroke)) {
      if (event.repeat && deps.keymap()[id].repeats !== true) {
        event.preventDefault()
        return
      }
      if (run(id, stroke)) {
        event.preventDefault()
        return
      }
    }
  }

  return {
    take: (id, taker) => {
      takers.set(id, [...(takers.get(id) ?? []), taker])
      // The rest of the screen takes its commands in the same breath; what is run may need it.
      if (awaited === id) queueMicrotask(() => awaited === id && run(id))
      return () =>
        takers.set(
          id,
          (takers.get(id) ?? []).filter((other) => other !== taker),
        )
    },
    run,
    runOnceTaken: (id) => {
      if (!run(id)) awaited = id
    },
    handle,
    compositionStarted: () => {
      composing = true
    },
    compositionEnded: () => {
      composing = false
    },
  }
}

/** What is typed into a field, or presses what has the focus. */
function belongsToField(
  { takesText, isPressable }: Pick<DispatcherDeps, 'takesText' | 'isPressable'>,
  stroke: string,
  target: KeyDown['target'],
): boolean {
  if (typesText(stroke) && takesText(target)) return true
  return (stroke === 'Enter' || stroke === ' ') && (takesText(target) || isPressable(target))
}

/** Commands of a stroke that can be given here: what lies over the screens first, then the screen's own. */
function candidates(keymap: Keymap, screen: Screen, stroke: string): CommandId[] {
  const ids = (Object.keys(keymap) as CommandId[]).filter((id) => keymap[id].keys.includes(stroke))
  const here = ids.filter((id) => isIn(keymap[id].scope, screen))
  return [
    ...here.filter((id) => keymap[id].scope === 'everywhere'),
    ...here.filter((id) => keymap[id].scope !== 'everywhere'),
  ]
}
