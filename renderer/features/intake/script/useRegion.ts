import { useDraft } from '../context.tsx'
import { readNumber } from '../number.ts'
import { useCulture } from './useCulture.ts'

/** Where the caller is, as far as the call says: the country of the number, else that of the caller's culture. */
export function useRegion(): string | null {
  const country = useDraft(({ phone }) => {
    const read = readNumber(phone)
    return read.ok ? read.value.country : null
  })
  const culture = useCulture()
  return country ?? culture?.regions[0] ?? null
}
