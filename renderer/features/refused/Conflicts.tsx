import { isPersonalField } from '../../../shared/case/field.ts'
import type { ConflictEntry } from '../../../shared/contract/console.ts'
import { useConflicts } from '../../state/conflicts.ts'
import { useDirectory } from '../../state/directory.tsx'
import { wholeNowMs } from '../../state/now.ts'
import { useView } from '../../state/view.ts'
import { useText } from '../../text/context.tsx'
import { shownValue } from '../../text/values.ts'
import { type Answering, useRun } from './answering.ts'
import classes from './RefusedPanel.module.css'

/** Cases that two people changed at the same place, not knowing of each other: both values stay until one is picked. */
export function Conflicts({ answering }: { readonly answering: Answering }) {
  const { t } = useText()
  const conflicts = useConflicts()
  if (conflicts.length === 0) return null
  return (
    <section className={classes['conflicts']} aria-label={t('conflicts.title')}>
      <h3>{t('conflicts.title')}</h3>
      <p>{t('conflicts.why')}</p>
      <ol className={classes['list']}>
        {conflicts.map((entry) => (
          <Entry key={entry.case} entry={entry} answering={answering} />
        ))}
      </ol>
    </section>
  )
}

interface EntryProps {
  readonly entry: ConflictEntry
  readonly answering: Answering
}

function Entry({ entry, answering }: EntryProps) {
  const { t } = useText()
  const openCase = useView((state) => state.openCase)
  return (
    <li className={classes['entry']} aria-label={entry.number}>
      <h3>{entry.number}</h3>
      <p>{entry.symptom ?? t('intake.erased')}</p>
      {entry.fields.map((side) => (
        <Field key={side.field} id={entry.case} side={side} answering={answering} />
      ))}
      <div className={classes['acts']}>
        <button type="button" className={classes['act']} onClick={() => openCase(entry.case)}>
          {t('conflicts.open')}
        </button>
      </div>
    </li>
  )
}

interface FieldProps {
  readonly id: string
  readonly side: ConflictEntry['fields'][number]
  readonly answering: Answering
}

/** What each side gave, the one that stands for now last; any of them can be made to hold, or the other kept as a note. */
function Field({ id, side: { field, values }, answering }: FieldProps) {
  const text = useText()
  const { t, naming } = text
  const directory = useDirectory()
  const { fault, run } = useRun()
  const nowMs = wholeNowMs()
  const shown = (value: unknown) => shownValue(field, value, { ...text, directory, nowMs })
  const name = naming.name('recordField', field)
  const stands = values.at(-1)
  const others = values.filter((it) => it !== stands)
  // What is personal is covered here; the core, which can read it, writes it into the note.
  const told = isPersonalField(field) ? '' : others.map(({ value }) => shown(value)).join(' / ')
  const lead = t('conflicts.noteLead', { field: name, values: told })
  if (stands === undefined) return null
  return (
    <section aria-label={name} className={classes['field']}>
      <h4>{name}</h4>
      <ul>
        {values.map(({ event, value, by, atMs }) => {
          const pick = t(event === stands.event ? 'conflicts.stay' : 'conflicts.pick')
          return (
            <li key={event}>
              <p>
                <b>{shown(value)}</b> {directory.person(by)} {naming.moment(atMs, nowMs)}
              </p>
              <button
                type="button"
                className={classes['act']}
                aria-label={`${pick} ${shown(value)}`}
                onClick={() => run(answering.settle({ case: id, field, pick: event }))}
              >
                {pick}
              </button>
            </li>
          )
        })}
      </ul>
      <button
        type="button"
        className={classes['act']}
        onClick={() => run(answering.settle({ case: id, field, pick: stands.event }, lead))}
      >
        {t('conflicts.keepAsNote')}
      </button>
      <p role="alert" className={classes['fault']}>
        {fault && naming.refusal(fault)}
      </p>
    </section>
  )
}
