import type { Choices } from '../../shared/contract/console.ts'
import { type CommandId, commandIds, defaultKeymap, isIn, type Keymap, keyClashes, typesText } from './keys.ts'

/** Strokes that belong to others: the input method, the browser, the layout, the field with the focus, the shown panel. */
const owned =
  /^(Tab|Shift\+Tab|Enter|Escape| |Shift| ?Dead|Ctrl|Alt|Process|Unidentified)$|^Ctrl\+([ .cvxaztwnrl]|Tab|Shift.*|Control)$|^Alt\+(\p{L}|Tab|Alt|F4)$|^F(5|11|12)$|Meta/u

export type StrokeFault =
  | { readonly fault: 'owned' }
  | { readonly fault: 'types' }
  | { readonly fault: 'taken'; readonly by: CommandId }

/** Why a stroke cannot give this command, or `null` when it can. */
export function strokeFault(keymap: Keymap, id: CommandId, stroke: string): StrokeFault | null {
  if (owned.test(stroke)) return { fault: 'owned' }
  if (typesText(stroke) && isIn(keymap[id].scope, 'intake')) return { fault: 'types' }
  const clash = keyClashes(withKeys(keymap, id, [stroke])).find((one) => one.stroke === stroke && one.ids.includes(id))
  const by = clash?.ids.find((other) => other !== id)
  return by === undefined ? null : { fault: 'taken', by }
}

const withKeys = (keymap: Keymap, id: CommandId, keys: readonly string[]): Keymap => ({
  ...keymap,
  [id]: { ...keymap[id], keys },
})

/**
 * The keys of one person: the defaults, what they chose instead, and without the keys that are single letters where those are
 * switched off. A choice that no longer fits (a command gone, a key another command took since) is passed over.
 */
export function keymapOf({ keys, singleKeys }: Choices): Keymap {
  const chosen = commandIds.reduce<Keymap>((keymap, id) => {
    const [stroke] = keys[id] ?? []
    return stroke === undefined || strokeFault(keymap, id, stroke) ? keymap : withKeys(keymap, id, [stroke])
  }, defaultKeymap)
  if (singleKeys) return chosen
  return commandIds.reduce(
    (keymap, id) =>
      withKeys(
        keymap,
        id,
        keymap[id].keys.filter((stroke) => !typesText(stroke)),
      ),
    chosen,
  )
}
