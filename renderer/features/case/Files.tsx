import { type DragEvent, useEffect, useRef, useState } from 'react'
import type { Case } from '../../../shared/case/model.ts'
import { mostFileBytes } from '../../../shared/case/words.ts'
import type { Refusal } from '../../../shared/kernel/result.ts'
import { FileLine } from '../../actions/FileLine.tsx'
import { CommandButton, useCommand } from '../../app/commands.tsx'
import { useBridge } from '../../app/console.tsx'
import { takesText } from '../../app/focus.ts'
import { asRefusal } from '../../state/execute.ts'
import { useNotice } from '../../state/notice.ts'
import { useSending } from '../../state/sending.ts'
import { useText } from '../../text/context.tsx'
import classes from './Files.module.css'

/** Files of the case: dropped, pasted or picked; sealed by the core before they touch the disk. Source: CASE-7. */
export function Files({ theCase }: { readonly theCase: Case }) {
  const { t } = useText()
  const picker = useRef<HTMLInputElement>(null)
  const { attach, faults, busy } = useAttach(theCase.id)
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
        {faults.map((fault) => (
          <span key={fault}>{fault}</span>
        ))}
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
  const give = useGiven(caseId)
  const say = useNotice((state) => state.say)
  const [faults, setFaults] = useState<readonly string[]>([])
  const [busy, setBusy] = useState<string | null>(null)
  const attach = async (files: readonly File[]) => {
    setFaults([])
    for (const file of files) {
      setBusy(file.name)
      const refusal = await give(file)
      if (refusal === null) say(t('case.attached', { name: file.name }))
      else setFaults((before) => [...before, `${file.name}: ${naming.refusal(refusal)}`])
    }
    setBusy(null)
  }
  return { attach, faults, busy }
}

/** Gives a file to the case and says why it was not taken, or `null`; one that is too large is not even read. */
function useGiven(caseId: string): (file: File) => Promise<Refusal | null> {
  const { client } = useBridge()
  const { sent, idFor, settled } = useSending()
  const send = async (file: File): Promise<Refusal | null> => {
    const intent = `${caseId} ${file.name} ${file.size} ${file.lastModified}`
    const request = { commandId: idFor(intent), case: caseId, name: file.name, content: file }
    const answer = await sent(() => client.attachments.attach(request))
    settled(intent)
    return answer.saved ? null : (answer.refusals.map(asRefusal)[0] ?? { tag: 'core.fault' })
  }
  return async (file) => {
    if (file.size > mostFileBytes) return { tag: 'attachment.too_large', detail: { max: mostFileBytes } }
    try {
      return await send(file)
    } catch (fault) {
      // One that cannot be read or sent must not keep the others back.
      reportError(fault)
      return { tag: 'core.fault' }
    }
  }
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
