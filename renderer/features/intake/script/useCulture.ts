import type { Culture } from '../../../../shared/assist/culture.ts'
import { useHistory } from '../history.ts'
import { useReading } from '../reading.tsx'

/** Manners for the caller: by the language on file, else by the country of the organisation's own customers. Source: CALL-13. */
export function useCulture(): Culture | null {
  const { pack } = useReading()
  const { customer } = useHistory()
  if (pack === null) return null
  const language = customer?.language ?? 'zh-CN'
  return pack.cultures.find(({ languages }) => languages[0] === language) ?? pack.cultures[0] ?? null
}
