import { useQuery } from '@tanstack/react-query'
import { useDeferredValue, useId, useState } from 'react'
import { useBridge } from '../../app/console.tsx'
import { useOnceReady } from '../../state/onceReady.ts'
import { useText } from '../../text/context.tsx'
import classes from '../Act.module.css'
import { PickList } from '../PickList.tsx'

interface CaseFieldProps {
  readonly label: string
  /** Not offered: the case the form is about. */
  readonly own: string
  readonly value: string
  readonly onPick: (id: string) => void
}

const most = 8

/** Another case, found by its number, the phone, the name or any words. */
export function CaseField({ label, own, value, onPick }: CaseFieldProps) {
  const { t } = useText()
  const id = useId()
  const [typed, setTyped] = useState('')
  const asked = useDeferredValue(typed)
  const found = useFound(asked)
  const rows = found.rows.filter((row) => row.id !== own)
  const pickFirst = useOnceReady(asked === typed && !found.isLoading, () => rows[0] && onPick(rows[0].id))
  return (
    <div className={classes['section']}>
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        type="text"
        className={classes['field']}
        autoComplete="off"
        maxLength={200}
        placeholder={t('field.find')}
        value={typed}
        onChange={(event) => {
          setTyped(event.currentTarget.value)
          pickFirst.drop()
        }}
        onKeyDown={(event) => {
          // Enter here is for what was found, not for the whole form.
          if (event.key !== 'Enter' || event.nativeEvent.isComposing || value !== '') return
          event.preventDefault()
          pickFirst.give()
        }}
      />
      {rows.length > 0 && (
        <PickList
          name={label}
          options={rows.map((row) => ({
            value: row.id,
            label: row.symptom ?? row.number,
            detail: `${row.number} ${row.customerName ?? ''}`,
          }))}
          value={value}
          onPick={onPick}
        />
      )}
    </div>
  )
}

function useFound(text: string) {
  const bridge = useBridge()
  const { data, isLoading } = useQuery({
    queryKey: ['cases', 'find', text],
    enabled: text.trim() !== '',
    queryFn: ({ signal }) => bridge.client.cases.search({ text, order: 'relevance', limit: most }, { signal }),
  })
  return { rows: text.trim() === '' ? [] : (data?.rows ?? []), isLoading }
}
