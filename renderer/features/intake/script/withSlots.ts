import { slotPattern } from '../../../../shared/assist/phrase.ts'

/** A sentence with its known places filled; the others stay as blanks to be seen. For showing only, never for the record. */
export const withSlots = (text: string, values: Readonly<Record<string, string>>): string =>
  text.replaceAll(slotPattern, (_, name: string) => (Object.hasOwn(values, name) ? (values[name] ?? '') : '__'))
