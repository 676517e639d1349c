import { useRef } from 'react'
import { useCommand } from '../../../app/commands.tsx'
import { timeKeeper } from '../../../state/now.ts'
import { useText } from '../../../text/context.tsx'
import { Region } from '../../../ui/Region.tsx'
import { useDraft } from '../context.tsx'
import { Articles } from './Articles.tsx'
import { CultureNotes } from './CultureNotes.tsx'
import { Guides } from './Guides.tsx'
import { OwnWords } from './OwnWords.tsx'
import { PhraseList } from './PhraseList.tsx'
import classes from './Script.module.css'
import { StageBar } from './StageBar.tsx'
import { useSaying } from './say.ts'
import { usePhrases } from './usePhrases.ts'
import { useSlotValues } from './useSlotValues.ts'

/** What to say next: listen, empathise, resolve. F6 comes here, a digit says, F6 goes back to the form. Source: CALL-4. */
export function ScriptPanel() {
  const { t } = useText()
  const values = useSlotValues()
  const phrases = usePhrases(values)
  const { pending, say } = useSaying()
  const panel = useRef<HTMLDivElement>(null)
  const back = useRef<HTMLElement | null>(null)
  const isHere = () => panel.current?.contains(document.activeElement) === true
  useCommand('script.show', () => {
    if (isHere()) return back.current?.focus()
    back.current = document.activeElement instanceof HTMLElement ? document.activeElement : null
    panel.current?.querySelector<HTMLElement>('input:checked')?.focus()
  })
  useCommand('pick', (digit) => {
    const phrase = phrases[Number(digit) - 1]?.phrase
    if (!isHere() || phrase === undefined) return false
    if (!say(phrase, values))
      panel.current?.querySelector<HTMLElement>(`#slots-${CSS.escape(phrase.id)} input`)?.focus()
    return true
  })
  return (
    <Region name={t('script.title')} className={classes['panel']}>
      <div ref={panel} className={classes['inner']}>
        <StageBar />
        <Guides />
        <Said />
        <PhraseList phrases={phrases} values={values} pending={pending} say={say} />
        <OwnWords />
        <Articles />
        <CultureNotes />
      </div>
    </Region>
  )
}

/** What was said so far, with its time: it goes on the record of the case. */
function Said() {
  const { t, naming } = useText()
  const said = useDraft((draft) => draft.said)
  if (said.length === 0) return null
  const nowMs = timeKeeper.nowMs()
  return (
    <ol className={classes['said']} aria-label={t('script.said')}>
      {said.map(({ id, text, atMs }) => (
        <li key={id}>
          <span className={classes['check']} aria-hidden="true">
            ✓
          </span>
          <span>{text}</span>
          <time>{naming.moment(atMs, nowMs)}</time>
        </li>
      ))}
    </ol>
  )
}
