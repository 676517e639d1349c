import type { ReactNode } from 'react'
import { useText } from '../../text/context.tsx'
import type { SettingsWords } from '../../text/words.ts'
import classes from './Part.module.css'

type PartName = keyof SettingsWords['settings']['part']

/** One subject of the settings under its heading. */
export function Part({ name, children }: { readonly name: PartName; readonly children: ReactNode }) {
  const { t } = useText()
  return (
    <section className={classes['part']} aria-label={t(`settings.part.${name}`)}>
      <h2>{t(`settings.part.${name}`)}</h2>
      {children}
    </section>
  )
}

/** A name and what it is set to, or how it stands. */
export function Setting({
  label,
  note,
  children,
}: {
  readonly label: string
  readonly note?: string
  readonly children?: ReactNode
}) {
  return (
    <div className={classes['setting']}>
      <span className={classes['label']}>{label}</span>
      {children}
      {note !== undefined && <p className={classes['note']}>{note}</p>}
    </div>
  )
}
