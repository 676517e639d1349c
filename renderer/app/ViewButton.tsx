import type { ComponentProps } from 'react'
import { useText } from '../text/context.tsx'
import { ViewTab } from '../ui/ViewTab.tsx'
import { useCommand, useGive, useKeysOf } from './commands.tsx'
import type { CommandId } from './keys.ts'

interface ViewButtonProps extends Pick<ComponentProps<typeof ViewTab>, 'digit' | 'current' | 'count' | 'late'> {
  readonly id: CommandId
  readonly show: () => void
}

/** A view with a command of its own, given by its keys or pressed. */
export function ViewButton({ id, show, ...tab }: ViewButtonProps) {
  const { t } = useText()
  const { aria } = useKeysOf(id)
  const give = useGive()
  useCommand(id, show)
  return <ViewTab {...tab} name={t(`command.${id}`)} keys={aria} onPress={() => give(id)} />
}
