import { ok, type Result, refuse } from '../kernel/result.ts'
import { caught } from './captures.ts'
import { foldPhone, isWithheld } from './phone-text.ts'
import { cleanLine } from './text.ts'

/** A ringing call as a phone system hands it over. Source: CALL-12. */
export interface IncomingCall {
  /** As given, for the number field to read; `null` = the caller withholds it. */
  readonly number: string | null
  /** The line that was dialled, in the phone system's own words. */
  readonly queue?: string
  /** The phone system's id of the call: the same id again is the same call. */
  readonly callId?: string
}

/** What the number field holds for a caller who withholds the number; `readPhones` knows it. Source: CALL-3. */
export const withheldNumber = '隐藏'

/** Longest parts of a hand-over, in code points; a number of any country with its extension has room in 40. */
const longest = { number: 40, queue: 60, callId: 120, link: 2000 } as const

/** `sip:+8613812345678@pbx;user=phone`, `tel:+86-138…;ext=1`: the number inside a phone system's address. */
const phoneAddress = /^(?:tel|sips?|callto):(?:\/\/)?([^@;?]*)/iu

function oneLine(fields: Readonly<Record<string, unknown>>, name: 'number' | 'queue' | 'callId'): Result<string> {
  const given = fields[name] ?? ''
  if (typeof given !== 'string') return refuse('call.not_text', name)
  const line = cleanLine(given, { field: name, max: longest[name] })
  return line.ok ? line : refuse('call.too_long', name, { max: longest[name] })
}

function numberOf(line: string): string | null {
  const bare = caught(phoneAddress.exec(line), 1) || line
  return isWithheld(foldPhone(bare)) ? null : bare
}

/**
 * Reads the fields of a hand-over. Fields nobody knows are passed over. A number that is none is handed on as it came: the form
 * says beside its field what is wrong with it, and the call is not lost. Refuses with the field: `call.not_text`,
 * `call.too_long` {max}. Source: CALL-12, CALL-3.
 */
export function readCall(fields: Readonly<Record<string, unknown>>): Result<IncomingCall> {
  const number = oneLine(fields, 'number')
  if (!number.ok) return number
  const queue = oneLine(fields, 'queue')
  if (!queue.ok) return queue
  const callId = oneLine(fields, 'callId')
  if (!callId.ok) return callId
  return ok({
    number: numberOf(number.value),
    ...(queue.value === '' ? {} : { queue: queue.value }),
    ...(callId.value === '' ? {} : { callId: callId.value }),
  })
}

/** A plus that was not escaped stands for a space in a link: before digits it was the plus of a country. */
function decoded(text: string, isNumber: boolean): string | null {
  const plain = isNumber ? text.replace(/^((?:[a-z]{3,6}:)?)\+(?=\d)/iu, '$1%2B') : text
  try {
    return decodeURIComponent(plain.replace(/\+/gu, ' '))
  } catch {
    // Half an escape sequence: nobody can say what was meant.
    return null
  }
}

/**
 * Reads `redress://call?number=…&queue=…&callId=…`; of a field given twice the first counts. Refuses `call.not_ours` for any
 * other address, `call.malformed` for one that cannot be decoded, `call.too_long` {max}, and as `readCall`. Source: CALL-12.
 */
export function readCallLink(link: string): Result<IncomingCall> {
  if (link.length > longest.link) return refuse('call.too_long', 'link', { max: longest.link })
  const asked = /^redress:\/\/call\/?(?:\?([^#]*))?(?:#.*)?$/iu.exec(link)
  if (asked === null) return refuse('call.not_ours', 'link')
  const fields = new Map<string, string>()
  for (const pair of caught(asked, 1).split('&')) {
    const [key = '', ...rest] = pair.split('=')
    const name = decoded(key, false)
    const value = decoded(rest.join('='), name === 'number')
    if (name === null || value === null) return refuse('call.malformed', 'link')
    if (!fields.has(name)) fields.set(name, value)
  }
  return readCall(Object.fromEntries(fields))
}
