import type { FormAct } from '../../state/view.ts'
import { closingForms } from './closing-forms.ts'
import { talkForms } from './talk-forms.ts'
import type { Form } from './types.ts'
import { workForms } from './work-forms.ts'

/** Every command of the kernel that is a form of its own; promise, escalate, transfer and hold have theirs by hand. */
export const forms: Readonly<Record<FormAct, Form>> = { ...workForms, ...talkForms, ...closingForms }
