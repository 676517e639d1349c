import { CommandButton } from '../app/commands.tsx'
import { EscalateButton } from './EscalateButton.tsx'

/** The four acts as buttons with their keys, for the foot of a screen. */
export const ActButtons = () => (
  <>
    <EscalateButton />
    <CommandButton id="act.transfer" />
    <CommandButton id="act.promise" />
    <CommandButton id="act.hold" />
  </>
)
