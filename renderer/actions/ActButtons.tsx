import { CommandButton } from '../app/commands.tsx'

/** The four acts as buttons with their keys, for the foot of a screen. */
export const ActButtons = () => (
  <>
    <CommandButton id="act.escalate" />
    <CommandButton id="act.transfer" />
    <CommandButton id="act.promise" />
    <CommandButton id="act.hold" />
  </>
)
