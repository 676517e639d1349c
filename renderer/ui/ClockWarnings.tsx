import type { ClockRow } from '../../shared/contract/console.ts'
import { useText } from '../text/context.tsx'
import classes from './ClockWarnings.module.css'
import { Icon } from './icons.tsx'

type Warning = Pick<ClockRow['warnings'][number], 'key'> & {
  readonly params: Readonly<Record<string, string | number>>
}

/** What a person has to know about clocks, each thing once: read where it stands, announced by nothing. Source: SLA-11d. */
export function ClockWarnings({ warnings }: { readonly warnings: readonly Warning[] }) {
  const { naming } = useText()
  return [...new Set(warnings.map(naming.clockWarning))].map((words) => (
    <span key={words} className={classes['warning']}>
      <Icon name="alert" size={12} />
      <span>{words}</span>
    </span>
  ))
}
