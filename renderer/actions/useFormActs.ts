import type { CommandType } from '../../shared/case/commands.ts'
import { useCommandFamily } from '../app/commands.tsx'
import type { CommandId } from '../app/keys.ts'
import { type Act, acts, type FormAct, formActs, type Subject, useView } from '../state/view.ts'
import { forms } from './form/forms.ts'

const commandOf = (act: FormAct): CommandId => `act.${act}`
const byCommand = new Map<CommandId, FormAct>(formActs.map((act) => [commandOf(act), act]))
const ids = [...byCommand.keys()]

/** The acts that are forms made of data, with their keys, on whatever `subject` names when one is pressed. */
export function useFormActs(subject: () => Subject | null): void {
  const open = useView((state) => state.act)
  useCommandFamily(ids, (id) => {
    const act = byCommand.get(id)
    const about = subject()
    if (act === undefined || about === null) return false
    open(act, about)
    return true
  })
}

/** What the core calls an act that has a form of its own. */
const handmade: Readonly<Record<(typeof acts)[number], readonly CommandType[]>> = {
  promise: ['promise'],
  escalate: ['escalate'],
  transfer: ['transfer'],
  hold: ['hold', 'resume'],
}

const commandsOf = (act: Act): readonly CommandType[] =>
  act in handmade ? handmade[act as keyof typeof handmade] : [forms[act as FormAct].command]

/** The act by which a command of the kernel is given; `null` = by none of them. */
export const actFor = (command: string): Act | null =>
  [...acts, ...formActs].find((act) => commandsOf(act).some((own) => own === command)) ?? null

/** Acts that can be given now, in the order of their forms. */
export const availableActs = (available: readonly string[]): readonly Act[] =>
  [...acts, ...formActs].filter((act) => commandsOf(act).some((command) => available.includes(command)))
