import { type CommandId, isIn, type Keymap, type Screen } from '../../app/keys.ts'

/** A command that can be found, and the screen it takes the person to; `null` = it is given where they are. */
export interface CommandPlace {
  readonly id: CommandId
  readonly place: Screen | null
}

/** What the palette itself is opened and left with, and keys of which each is another choice: without the key they say nothing. */
const hidden: ReadonlySet<CommandId> = new Set([
  'palette.open',
  'pane.close',
  'pick',
  'intake.option',
  'queue.view.own',
])

/** Ways out of a screen: nobody goes to a screen in order to leave it. */
const leaving: ReadonlySet<CommandId> = new Set([
  'queue.back',
  'transfers.back',
  'library.back',
  'case.back',
  'settings.back',
])

/** About what is chosen on the screen, and nobody who is elsewhere has chosen anything there. */
const aboutChosen: ReadonlySet<CommandId> = new Set([
  'queue.select',
  'queue.extendDown',
  'queue.extendUp',
  'queue.open',
  'transfers.open',
  'library.say',
  'library.send',
  'library.helped',
  'library.feedback',
])

/** Every command that can be found from a screen: its own first, then those of the others. */
export function commandPlaces(keymap: Keymap, screen: Screen, hasCase: boolean): readonly CommandPlace[] {
  const ids = (Object.keys(keymap) as CommandId[]).filter((id) => !hidden.has(id))
  const isHere = (id: CommandId): boolean => isIn(keymap[id].scope, screen)
  const here = ids.filter(isHere).map((id) => ({ id, place: null }))
  const elsewhere = ids
    .filter((id) => !isHere(id) && !leaving.has(id))
    .map((id) => ({ id, place: screenFor(keymap[id], hasCase) }))
  // Who is in the queue already has no way to a case that is not open but to open it.
  return [...here, ...elsewhere.filter(({ place }) => place !== screen)]
}

/** Cases are chosen in the queue, the one of the case screen too while none is open. */
function screenFor({ scope }: Keymap[CommandId], hasCase: boolean): Screen | null {
  if (scope === 'everywhere') return null
  return scope === 'cases' || (scope === 'case' && !hasCase) ? 'queue' : scope
}

/** Given as soon as its screen stands; what is about a case or another thing chosen there waits until it is chosen. */
export const isGivenThere = (id: CommandId, keymap: Keymap): boolean =>
  !aboutChosen.has(id) && keymap[id].scope !== 'cases' && keymap[id].scope !== 'case'
