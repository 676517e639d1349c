import { type DragEvent, useEffect, useRef, useState } from 'react'
import type { Case } from '../../../shared/case/model.ts'
import { FileLine } from '../../actions/FileLine.tsx'
import { CommandButton, useCommand } from '../../app/commands.tsx'
import { useBridge } from '../../app/console.tsx'
import { takesText } from '../../app/focus.ts'
import { asRefusal } from '../../state/execute.ts'
import { useNotice } from '../../state/notice.ts'
import { useText } from '../../text/context.tsx'
import classes from './Files.module.css'

/** Files of the case: dropped, pasted or picked; sealed by the core before they touch the disk. Source: CASE-7. */
export function Files({ theCase }: { readonly theCase: Case }) {
  const { t } = useText()
  const picker = useRef<HTMLInputElement>(null)
  const { attach, fault, busy } = useAttach(theCase.id)
  useCommand('case.attach', () => picker.current?.click())
  usePaste((files) => void attach(files))
  const take = (event: DragEvent) => {
    event.preventDefault()
    void attach([...event.dataTransfer.files])
  }
  return (
    <section
      className={classes['files']}
      aria-label={t('case.files')}
      onDragOver={(event) => event.preventDefault()}
      onDrop={take}
    >
      <h3>{t('case.files')}</h3>
      <ul>
        {theCase.attachments.map((file) => (
          <FileLine key={file.hash} caseId={theCase.id} file={file} />
        ))}
      </ul>
      <div className={classes['add']}>
        <CommandButton id="case.attach" look="line" />
        <span>{busy === null ? t('case.dropHere') : t('case.attaching', { name: busy })}</span>
      </div>
      <p className={classes['fault']} role="alert">
        {fault}
      </p>
      <input
        ref={picker}
        type="file"
        multiple
        hidden
        onChange={(event) => {
          void attach([...(event.currentTarget.files ?? [])])
          event.currentTarget.value = ''
        }}
      />
    </section>
  )
}

function useAttach(caseId: string) {
  const { t, naming } = useText()
  const bridge = useBridge()
  const say = useNotice((state) => state.say)
  const [fault, setFault] = useState<string | null>(null)
  const [busy, setBusy] = useState<string | null>(null)
  const attach = async (files: readonly File[]) => {
    setFault(null)
    for (const file of files) {
      setBusy(file.name)
      const request = { commandId: crypto.randomUUID(), case: caseId, name: file.name, content: file }
      const answer = await bridge.client.attachments.attach(request).finally(() => setBusy(null))
      const [refusal] = answer.saved ? [] : answer.refusals
      if (refusal === undefined) say(t('case.attached', { name: file.name }))
      else setFault(`${file.name}: ${naming.refusal(asRefusal(refusal))}`)
    }
  }
  return { attach, fault, busy }
}

/** A picture pasted anywhere on the case is a file of it; text pasted into a field stays text. */
function usePaste(take: (files: readonly File[]) => void): void {
  const latest = useRef(take)
  latest.current = take
  useEffect(() => {
    const onPaste = (event: ClipboardEvent) => {
      const files = [...(event.clipboardData?.files ?? [])]
      if (files.length === 0 || takesText(event.target)) return
      event.preventDefault()
      latest.current(files)
    }
    addEventListener('paste', onPaste)
    return () => removeEventListener('paste', onPaste)
  }, [])
}
