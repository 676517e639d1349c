import type { CommandType } from '../../../shared/case/commands.ts'
import type { Case } from '../../../shared/case/model.ts'
import type { mayAnswer } from '../../../shared/case/rules.ts'
import type { Refusal, Result } from '../../../shared/kernel/result.ts'
import type { FormText } from '../../text/formText.ts'
import type { NameFamily } from '../../text/names.ts'
import type { FormsWords } from '../../text/words.ts'
import type { Option } from '../PickList.tsx'

/** What is typed or chosen in a form, by the name of the field; an absent one is untouched. */
export type Values = Readonly<Record<string, string>>

/** What forms are put into words with. */
export interface FormWords extends FormText {
  readonly zone: string
  /** The person at work. */
  readonly me: string
  readonly actor: Parameters<typeof mayAnswer>[1]
}

/** Where the choices of a field come from. */
export type Source =
  | { readonly codes: NameFamily; readonly of: readonly string[] }
  | { readonly reasons: string }
  | { readonly from: 'people' | 'teams' | 'categories' | 'yesNo' }
  | { readonly of: (theCase: Case, words: FormWords) => readonly Option[] }

/** `list` takes the digits 1–9; `when` is a time as people say it, `phones` numbers in any spelling; `case` finds another case by number, phone, name or words. */
export type Look = 'bar' | 'list' | 'select' | 'line' | 'lines' | 'letter' | 'when' | 'phones' | 'case'

export type FieldName = Exclude<
  keyof FormsWords['field'],
  'moods' | 'optional' | 'choose' | 'keep' | 'yes' | 'no' | 'find' | 'draft'
>

export interface Field {
  readonly name: FieldName
  readonly look: Look
  readonly source?: Source
  /** May be left empty; where it hangs on the case, told by it. */
  readonly optional?: true | ((theCase: Case, me: string) => boolean)
  /** Chosen empty it empties what stood there, rather than leaving it as it is. */
  readonly empties?: true
}

/** A command as a form: which fields, what stands in them, what comes out. */
export interface Form {
  /** Under which name the core says that it can be given now. */
  readonly command: CommandType
  readonly fields: readonly Field[]
  /** What stands in the fields before anything is typed. */
  readonly start?: (theCase: Case, words: FormWords) => Values
  /** The command, or which field cannot be read. */
  readonly make: (
    values: Values,
    words: FormWords,
    theCase: Case | null,
  ) => Result<{ readonly type: CommandType }, Refusal>
  /** It answers the customer or a colleague: held while somebody else's answer is unread. */
  readonly answers?: true
  /** Nothing sends it for the person yet: that is said, and a letter is copied for them. */
  readonly byHand?: true
}

/** Whether a field may stay empty on this case. */
export const isOptional = ({ optional }: Field, theCase: Case | null, me: string): boolean =>
  typeof optional === 'function' ? theCase === null || optional(theCase, me) : optional === true
