/** Screens that exist, in rail order. */
export const screens = ['intake', 'queue'] as const
export type Screen = (typeof screens)[number]

/** Where a command can be given: everywhere, or on one screen. */
export type CommandScope = 'everywhere' | Screen

interface CommandKeys {
  readonly scope: CommandScope
  /** Strokes that give the command; the first one is shown. */
  readonly keys: readonly string[]
  /** Given again while the key is held down. */
  readonly repeats?: true
}

/**
 * Every command and its default keys, as data: shown on controls, listed on the key sheet, checked for clashes.
 * No key here is owned by an input method (Ctrl+Space, Ctrl+.), types a letter on some layout (Alt+letter), or closes a tab.
 */
export const defaultKeymap = {
  'go.intake': { scope: 'everywhere', keys: ['F2'] },
  'go.queue': { scope: 'everywhere', keys: ['F3'] },
  'palette.open': { scope: 'everywhere', keys: ['Ctrl+k'] },
  'go.refused': { scope: 'everywhere', keys: ['Alt+0'] },
  'go.settings': { scope: 'everywhere', keys: ['Ctrl+,'] },
  'session.lock': { scope: 'everywhere', keys: ['Ctrl+l'] },
  'session.leave': { scope: 'everywhere', keys: ['Ctrl+F10'] },
  'act.promise': { scope: 'everywhere', keys: ['F7'] },
  'act.escalate': { scope: 'everywhere', keys: ['F8'] },
  'act.transfer': { scope: 'everywhere', keys: ['F9'] },
  'act.hold': { scope: 'everywhere', keys: ['F10'] },
  pick: { scope: 'everywhere', keys: ['1', '2', '3', '4', '5', '6', '7', '8', '9', '0'] },
  'keys.show': { scope: 'everywhere', keys: ['?', 'F1'] },
  'pane.close': { scope: 'everywhere', keys: ['Escape'] },
  'intake.save': { scope: 'intake', keys: ['Ctrl+Enter'] },
  'intake.park': { scope: 'intake', keys: ['Escape'] },
  'intake.high': { scope: 'intake', keys: ['Alt+1'] },
  'intake.mid': { scope: 'intake', keys: ['Alt+2'] },
  'intake.low': { scope: 'intake', keys: ['Alt+3'] },
  'intake.previous': { scope: 'intake', keys: ['Alt+ArrowLeft'] },
  'intake.next': { scope: 'intake', keys: ['Alt+ArrowRight'] },
  'queue.next': { scope: 'queue', keys: ['j', 'ArrowDown'], repeats: true },
  'queue.previous': { scope: 'queue', keys: ['k', 'ArrowUp'], repeats: true },
  'queue.open': { scope: 'queue', keys: ['Enter'] },
  'queue.back': { scope: 'queue', keys: ['Escape'] },
  'queue.pageDown': { scope: 'queue', keys: ['PageDown'], repeats: true },
  'queue.pageUp': { scope: 'queue', keys: ['PageUp'], repeats: true },
  'queue.first': { scope: 'queue', keys: ['Home'] },
  'queue.last': { scope: 'queue', keys: ['End'] },
  'queue.view.open': { scope: 'queue', keys: ['Alt+1'] },
  'queue.view.mine': { scope: 'queue', keys: ['Alt+2'] },
  'queue.view.near': { scope: 'queue', keys: ['Alt+3'] },
  'queue.view.breached': { scope: 'queue', keys: ['Alt+4'] },
  'queue.view.unassigned': { scope: 'queue', keys: ['Alt+5'] },
  'queue.view.on_hold': { scope: 'queue', keys: ['Alt+6'] },
  'queue.view.all': { scope: 'queue', keys: ['Alt+7'] },
  'queue.retry': { scope: 'queue', keys: ['Ctrl+F5'] },
} as const satisfies Record<string, CommandKeys>

export type CommandId = keyof typeof defaultKeymap
export type Keymap = Readonly<Record<CommandId, CommandKeys>>

export const commandIds = Object.keys(defaultKeymap) as CommandId[]

/** What of a keyboard event decides which stroke it is. */
export interface KeyPress {
  readonly key: string
  readonly code: string
  readonly ctrlKey: boolean
  readonly altKey: boolean
  readonly shiftKey: boolean
  readonly metaKey: boolean
}

/**
 * One spelling per stroke: `Ctrl+Enter`, `Alt+1`, `Shift+j`, `?`. Shift is named for letters and named keys only, as
 * it is already part of a printed sign; with Alt, digits are read from the place of the key, since layouts type signs there.
 */
export function strokeOf(press: KeyPress): string {
  const digit = press.altKey && /^Digit\d$/.test(press.code) ? press.code.slice(5) : null
  const key = digit ?? (press.key.length === 1 ? press.key.toLowerCase() : press.key)
  const printedSign = key.length === 1 && !/^\p{L}$/u.test(key)
  const parts = [
    press.ctrlKey || press.metaKey ? 'Ctrl' : '',
    press.altKey ? 'Alt' : '',
    press.shiftKey && !printedSign ? 'Shift' : '',
    key,
  ]
  return parts.filter(Boolean).join('+')
}

/** True for a stroke that types a character, and so belongs to a text field that has the focus. */
export const typesText = (stroke: string): boolean => stroke.length === 1 || /^Shift\+.$/u.test(stroke)

/** Pairs of commands that claim one stroke where both can be given; `pane.close` and its like yield to what is open. */
export function keyClashes(keymap: Keymap): readonly { readonly stroke: string; readonly ids: readonly CommandId[] }[] {
  const claims = new Map<string, CommandId[]>()
  for (const id of Object.keys(keymap) as CommandId[]) {
    for (const stroke of keymap[id].keys) claims.set(stroke, [...(claims.get(stroke) ?? []), id])
  }
  return [...claims].flatMap(([stroke, ids]) => {
    const clashing = ids.filter((id) =>
      ids.some((other) => other !== id && canMeet(keymap[id].scope, keymap[other].scope)),
    )
    return clashing.length > 0 && stroke !== 'Escape' ? [{ stroke, ids: clashing }] : []
  })
}

const canMeet = (a: CommandScope, b: CommandScope): boolean => a === b || a === 'everywhere' || b === 'everywhere'

const caps: Readonly<Record<string, string>> = {
  ArrowLeft: '←',
  ArrowRight: '→',
  ArrowUp: '↑',
  ArrowDown: '↓',
  Escape: 'Esc',
  PageDown: 'PgDn',
  PageUp: 'PgUp',
}

/** What is printed on the caps of a stroke; none for a command without a key. */
export function capsOf(stroke: string): readonly string[] {
  if (stroke === '') return []
  return splitStroke(stroke).map((part) => caps[part] ?? (part.length === 1 ? part.toUpperCase() : part))
}

/** The stroke as `aria-keyshortcuts` spells it. */
export const ariaKeys = (strokes: readonly string[]): string =>
  strokes
    .map((stroke) =>
      splitStroke(stroke)
        .map((part) => (part === 'Ctrl' ? 'Control' : part))
        .join('+'),
    )
    .join(' ')

const splitStroke = (stroke: string): string[] => stroke.split(/(?<=.)\+(?=.)/u)
