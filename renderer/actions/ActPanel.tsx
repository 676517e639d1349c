import type { ComponentType } from 'react'
import { type Act, acts, type FormAct, type Subject, useView } from '../state/view.ts'
import { useText } from '../text/context.tsx'
import { SidePanel } from '../ui/SidePanel.tsx'
import { EscalateForm } from './EscalateForm.tsx'
import { CommandForm } from './form/CommandForm.tsx'
import { HoldForm } from './HoldForm.tsx'
import { PromiseForm } from './PromiseForm.tsx'
import { TransferForm } from './TransferForm.tsx'
import type { ActFormProps } from './useActOn.ts'

const forms: Record<HandmadeAct, ComponentType<ActFormProps>> = {
  promise: PromiseForm,
  escalate: EscalateForm,
  transfer: TransferForm,
  hold: HoldForm,
}

type HandmadeAct = Exclude<Act, FormAct>
const isHandmade = (act: Act): act is HandmadeAct => (acts as readonly Act[]).includes(act)

interface ActPanelProps {
  readonly act: Act
  readonly subject: Subject
  readonly onDone: () => void
}

/** One act on one case, beside the screen: what can be chosen, and what happens next and when. */
function ActPanel({ act, subject, onDone }: ActPanelProps) {
  const { t } = useText()
  const key = `${act} ${subject.caseId ?? ''}`
  return (
    <SidePanel key={key} title={t(`command.act.${act}`)} closeLabel={t('keySheet.close')} onClose={onDone} focus>
      {isHandmade(act) ? (
        <Handmade act={act} subject={subject} onDone={onDone} />
      ) : (
        <CommandForm act={act} subject={subject} onDone={onDone} />
      )}
    </SidePanel>
  )
}

function Handmade({ act, ...props }: ActFormProps & { readonly act: HandmadeAct }) {
  const Form = forms[act]
  return <Form {...props} />
}

/** The panel of whatever act is open in this window. */
export function OpenAct({ act }: { readonly act: Act }) {
  const subject = useView((state) => state.subject)
  const close = useView((state) => state.closePanel)
  return subject === null ? null : <ActPanel act={act} subject={subject} onDone={close} />
}
