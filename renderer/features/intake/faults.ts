import { useText } from '../../text/context.tsx'
import { useIntakeState } from './context.tsx'

/** What is wrong with a field, in words; nothing while it is right. */
export function useFault(place: string): string | undefined {
  const { naming } = useText()
  const fault = useIntakeState((state) => state.faults[place])
  return fault === undefined ? undefined : naming.refusal(fault)
}
