import { useState } from 'react'
import { CommandButton, useCommand } from '../../app/commands.tsx'
import { useBridge } from '../../app/console.tsx'
import { useText } from '../../text/context.tsx'
import classes from './Machine.module.css'
import { Part } from './Part.tsx'

/** A report for whoever helps: made by the core of figures and codes, so that it may be sent anywhere. */
export function Report() {
  const { t } = useText()
  const { client } = useBridge()
  const [copied, setCopied] = useState(false)
  const copy = async () => {
    const report = await client.machine.diagnostics()
    const lines = Object.entries(report).map(([name, value]) => `${name}: ${value}`)
    await navigator.clipboard.writeText(lines.join('\n'))
    setCopied(true)
  }
  useCommand('settings.report', () => void copy().catch(reportError))
  return (
    <Part name="report">
      <div className={classes['act']}>
        <CommandButton id="settings.report" look="line" />
        <span role="status">{copied && t('settings.reportCopied')}</span>
      </div>
      <p className={classes['note']}>{t('settings.reportNote')}</p>
    </Part>
  )
}
