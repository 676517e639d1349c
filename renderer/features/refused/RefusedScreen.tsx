import { useText } from '../../text/context.tsx'

export function RefusedScreen() {
  return <p>{useText().t('refused.empty')}</p>
}
