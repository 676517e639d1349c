/** Screens that exist, in rail order. */
export const screens = ['intake', 'queue', 'transfers', 'library', 'case', 'settings'] as const
export type Screen = (typeof screens)[number]

/** Where a command can be given: everywhere, wherever a case or a selection of cases stands, or on one screen. */
export type CommandScope = 'everywhere' | 'cases' | Screen

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
  'go.transfers': { scope: 'everywhere', keys: ['Shift+F9'] },
  'go.library': { scope: 'everywhere', keys: ['Shift+F6'] },
  'palette.open': { scope: 'everywhere', keys: ['Ctrl+k'] },
  'go.refused': { scope: 'everywhere', keys: ['Alt+0'] },
  'go.settings': { scope: 'everywhere', keys: ['Ctrl+,'] },
  'session.lock': { scope: 'everywhere', keys: ['Ctrl+l'] },
  'session.leave': { scope: 'everywhere', keys: ['Ctrl+F10'] },
  'act.promise': { scope: 'everywhere', keys: ['F7'] },
  'act.escalate': { scope: 'everywhere', keys: ['F8'] },
  'act.transfer': { scope: 'everywhere', keys: ['F9'] },
  'act.hold': { scope: 'everywhere', keys: ['F10'] },
  'act.undo': { scope: 'everywhere', keys: ['Ctrl+z'] },
  'act.classify': { scope: 'cases', keys: ['c'] },
  'act.assign': { scope: 'cases', keys: ['a'] },
  'act.log': { scope: 'cases', keys: ['l'] },
  'act.note': { scope: 'cases', keys: ['n'] },
  'act.edit': { scope: 'cases', keys: ['e'] },
  'act.demand': { scope: 'cases', keys: ['d'] },
  'act.emotion': { scope: 'cases', keys: ['Shift+e'] },
  'act.answer': { scope: 'cases', keys: ['t'] },
  'act.sendBack': { scope: 'cases', keys: ['b'] },
  'act.askBack': { scope: 'cases', keys: ['w'] },
  'act.callBack': { scope: 'cases', keys: ['Shift+b'] },
  'act.takeUp': { scope: 'cases', keys: ['y'] },
  'act.stepDown': { scope: 'cases', keys: ['Shift+y'] },
  'act.keep': { scope: 'cases', keys: ['h'] },
  'act.resolve': { scope: 'cases', keys: ['r'] },
  'act.inform': { scope: 'cases', keys: ['i'] },
  'act.survey': { scope: 'cases', keys: ['s'] },
  'act.score': { scope: 'cases', keys: ['Shift+s'] },
  'act.followUp': { scope: 'cases', keys: ['u'] },
  'act.close': { scope: 'cases', keys: ['q'] },
  'act.reopen': { scope: 'cases', keys: ['o'] },
  'act.withdraw': { scope: 'cases', keys: ['Shift+w'] },
  'act.promote': { scope: 'cases', keys: ['Shift+p'] },
  'act.link': { scope: 'cases', keys: ['g'] },
  'act.merge': { scope: 'cases', keys: ['m'] },
  'act.propose': { scope: 'cases', keys: ['p'] },
  'act.approve': { scope: 'cases', keys: ['Shift+a'] },
  'act.reject': { scope: 'cases', keys: ['Shift+r'] },
  'act.pay': { scope: 'cases', keys: ['Shift+d'] },
  'act.reveal': { scope: 'cases', keys: ['v'] },
  'act.settle': { scope: 'cases', keys: ['f'] },
  'act.policy': { scope: 'cases', keys: ['Shift+c'] },
  'act.backdating': { scope: 'cases', keys: ['Shift+l'] },
  pick: { scope: 'everywhere', keys: ['1', '2', '3', '4', '5', '6', '7', '8', '9', '0'] },
  'keys.show': { scope: 'everywhere', keys: ['?', 'F1'] },
  'pane.close': { scope: 'everywhere', keys: ['Escape'] },
  'intake.save': { scope: 'intake', keys: ['Ctrl+Enter'] },
  'intake.park': { scope: 'intake', keys: ['Escape'] },
  'intake.option': {
    scope: 'intake',
    keys: ['Alt+1', 'Alt+2', 'Alt+3', 'Alt+4', 'Alt+5', 'Alt+6', 'Alt+7', 'Alt+8', 'Alt+9'],
  },
  'intake.hangUp': { scope: 'intake', keys: ['Shift+F2'] },
  'script.show': { scope: 'intake', keys: ['F6'] },
  'intake.previous': { scope: 'intake', keys: ['Alt+ArrowLeft'] },
  'intake.next': { scope: 'intake', keys: ['Alt+ArrowRight'] },
  'intake.earlier': { scope: 'intake', keys: ['Shift+F3'] },
  'queue.next': { scope: 'queue', keys: ['j', 'ArrowDown'], repeats: true },
  'queue.previous': { scope: 'queue', keys: ['k', 'ArrowUp'], repeats: true },
  'queue.select': { scope: 'queue', keys: ['x'] },
  'queue.extendDown': { scope: 'queue', keys: ['Shift+j', 'Shift+ArrowDown'], repeats: true },
  'queue.extendUp': { scope: 'queue', keys: ['Shift+k', 'Shift+ArrowUp'], repeats: true },
  'queue.selectAll': { scope: 'queue', keys: ['Ctrl+a'] },
  'queue.filter': { scope: 'queue', keys: ['/'] },
  'queue.saveView': { scope: 'queue', keys: ['Ctrl+s'] },
  'queue.view.own': { scope: 'queue', keys: ['Alt+8', 'Alt+9'] },
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
  'transfers.next': { scope: 'transfers', keys: ['j', 'ArrowDown'], repeats: true },
  'transfers.previous': { scope: 'transfers', keys: ['k', 'ArrowUp'], repeats: true },
  'transfers.first': { scope: 'transfers', keys: ['Home'] },
  'transfers.last': { scope: 'transfers', keys: ['End'] },
  'transfers.open': { scope: 'transfers', keys: ['Enter'] },
  'transfers.back': { scope: 'transfers', keys: ['Escape'] },
  'transfers.view.mine': { scope: 'transfers', keys: ['Alt+1'] },
  'transfers.view.team': { scope: 'transfers', keys: ['Alt+2'] },
  'transfers.view.asked': { scope: 'transfers', keys: ['Alt+3'] },
  'transfers.view.raised': { scope: 'transfers', keys: ['Alt+4'] },
  'library.here': { scope: 'cases', keys: ['F6'] },
  'library.next': { scope: 'library', keys: ['j', 'ArrowDown'], repeats: true },
  'library.previous': { scope: 'library', keys: ['k', 'ArrowUp'], repeats: true },
  'library.find': { scope: 'library', keys: ['/'] },
  'library.say': { scope: 'library', keys: ['Enter'] },
  'library.send': { scope: 'library', keys: ['s'] },
  'library.helped': { scope: 'library', keys: ['h'] },
  'library.feedback': { scope: 'library', keys: ['f'] },
  'library.kind.all': { scope: 'library', keys: ['Alt+1'] },
  'library.kind.phrase': { scope: 'library', keys: ['Alt+2'] },
  'library.kind.guide': { scope: 'library', keys: ['Alt+3'] },
  'library.kind.article': { scope: 'library', keys: ['Alt+4'] },
  'library.back': { scope: 'library', keys: ['Escape', 'F6'] },
  'case.back': { scope: 'case', keys: ['Escape'] },
  'case.next': { scope: 'case', keys: ['j', 'ArrowDown'] },
  'case.previous': { scope: 'case', keys: ['k', 'ArrowUp'] },
  'case.step': { scope: 'case', keys: ['Ctrl+Enter'] },
  'case.attach': { scope: 'case', keys: ['z'] },
  'case.print': { scope: 'cases', keys: ['Ctrl+p'] },
  'case.pdf': { scope: 'cases', keys: ['Ctrl+Shift+p'] },
  'settings.back': { scope: 'settings', keys: ['Escape'] },
  'settings.backUp': { scope: 'settings', keys: ['b'] },
  'settings.report': { scope: 'settings', keys: ['c'] },
  'queue.retry': { scope: 'everywhere', keys: ['Ctrl+F5'] },
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

const canMeet = (a: CommandScope, b: CommandScope): boolean =>
  screens.some((screen) => isIn(a, screen) && isIn(b, screen))

const caseScreens: readonly Screen[] = ['queue', 'transfers', 'case']

/** Whether a command of this scope can be given on that screen. */
export const isIn = (scope: CommandScope, screen: Screen): boolean =>
  scope === 'everywhere' || scope === screen || (scope === 'cases' && caseScreens.includes(screen))

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
