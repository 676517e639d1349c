import { createContext, type ReactNode, useContext, useLayoutEffect, useRef } from 'react'
import { useText } from '../text/context.tsx'
import { KeyButton } from '../ui/KeyButton.tsx'
import type { CommandRun, Dispatcher } from './dispatcher.ts'
import { ariaKeys, type CommandId, capsOf, type Keymap } from './keys.ts'

interface Commands {
  readonly dispatcher: Dispatcher
  readonly keymap: Keymap
}

const CommandContext = createContext<Commands | null>(null)

export const CommandProvider = CommandContext.Provider

function useCommands(): Commands {
  const commands = useContext(CommandContext)
  if (commands === null) throw new Error('no command dispatcher above this component')
  return commands
}

/** Takes a command while the component is on screen. `run` answers `false` when there is nothing to do just now. */
export function useCommand(id: CommandId, run: CommandRun): void {
  const { dispatcher } = useCommands()
  const latest = useRef(run)
  useLayoutEffect(() => {
    latest.current = run
  })
  useLayoutEffect(() => dispatcher.take(id, (stroke) => latest.current(stroke)), [dispatcher, id])
}

/** Takes several commands at once; `run` is told which one was given. */
export function useCommandFamily(ids: readonly CommandId[], run: (id: CommandId) => unknown): void {
  const { dispatcher } = useCommands()
  const latest = useRef(run)
  useLayoutEffect(() => {
    latest.current = run
  })
  useLayoutEffect(() => {
    const ends = ids.map((id) => dispatcher.take(id, () => latest.current(id)))
    return () => {
      for (const end of ends) end()
    }
  }, [dispatcher, ids])
}

/** Keys of a command for its control: caps to show, and the same for `aria-keyshortcuts`. */
export function useKeysOf(id: CommandId): { readonly caps: readonly string[]; readonly aria: string } {
  const { keys } = useCommands().keymap[id]
  return { caps: capsOf(keys[0] ?? ''), aria: ariaKeys(keys) }
}

/** Gives a command as if its key was pressed. */
export function useGive(): (id: CommandId) => void {
  const { dispatcher } = useCommands()
  return (id) => {
    dispatcher.run(id)
  }
}

/** Gives a command of a screen the person is just being taken to: as soon as it stands. */
export function useGiveOnceTaken(): (id: CommandId) => void {
  return useCommands().dispatcher.runOnceTaken
}

interface CommandButtonProps {
  readonly id: CommandId
  readonly look?: 'plain' | 'primary' | 'line'
  readonly icon?: ReactNode
  readonly pressed?: boolean
  /** Id of words beside it that say more. */
  readonly describedBy?: string
}

/** The control of a command: its word, its key, and pressing it does what the key does. */
export function CommandButton({ id, ...rest }: CommandButtonProps) {
  const { t } = useText()
  const { caps, aria } = useKeysOf(id)
  const give = useGive()
  return <KeyButton label={t(`command.${id}`)} caps={caps} ariaKeys={aria} onPress={() => give(id)} {...rest} />
}
