import { useState } from 'react'
import { useBridge } from '../../app/console.tsx'
import { keymapOf, type StrokeFault, strokeFault } from '../../app/keymap.ts'
import { type CommandId, capsOf, commandIds, strokeOf } from '../../app/keys.ts'
import { choose, useChoices } from '../../state/choices.ts'
import { useText } from '../../text/context.tsx'
import { Keycap } from '../../ui/Keycap.tsx'
import classes from './KeySettings.module.css'

/** One's own keys: press the key of a command, then the new stroke. What is taken or not ours is refused in words. */
export function KeySettings() {
  const { t } = useText()
  const bridge = useBridge()
  const choices = useChoices()
  const [unkept, setUnkept] = useState(false)
  const keymap = keymapOf(choices)
  const change = (next: Partial<typeof choices>) => void choose(bridge, next).then((kept) => setUnkept(!kept))
  const setKey = (id: CommandId, stroke: string | null) => {
    const { [id]: _, ...others } = choices.keys
    change({ keys: stroke === null ? others : { ...others, [id]: [stroke] } })
  }
  return (
    <section className={classes['keys']} aria-label={t('keySettings.title')}>
      <h2>{t('keySettings.title')}</h2>
      <label className={classes['single']}>
        <input
          type="checkbox"
          checked={choices.singleKeys}
          onChange={(event) => change({ singleKeys: event.target.checked })}
        />
        {t('keySettings.single')}
      </label>
      <p id="key-settings-hint" className={classes['note']}>
        {t('keySettings.hint')}
      </p>
      {unkept && <p role="alert">{t('keySettings.unkept')}</p>}
      <ul>
        {commandIds.map((id) => (
          <KeyLine
            key={id}
            id={id}
            stroke={keymap[id].keys[0] ?? null}
            own={choices.keys[id] !== undefined}
            check={(stroke) => strokeFault(keymap, id, stroke)}
            onSet={(stroke) => setKey(id, stroke)}
          />
        ))}
      </ul>
    </section>
  )
}

interface KeyLineProps {
  readonly id: CommandId
  readonly stroke: string | null
  /** The person's own choice, not the default. */
  readonly own: boolean
  readonly check: (stroke: string) => StrokeFault | null
  readonly onSet: (stroke: string | null) => void
}

const modifiers = new Set(['Control', 'Shift', 'Alt', 'Meta'])

function KeyLine({ id, stroke, own, check, onSet }: KeyLineProps) {
  const { t } = useText()
  const [listening, setListening] = useState(false)
  const [fault, setFault] = useState<{ readonly stroke: string; readonly why: StrokeFault } | null>(null)
  const label = t(`command.${id}`)
  const hear = (event: React.KeyboardEvent): void => {
    if (!listening || modifiers.has(event.key) || event.key === 'Tab') return
    event.preventDefault()
    const heard = strokeOf(event.nativeEvent)
    const why = heard === 'Escape' ? null : check(heard)
    setListening(why !== null)
    setFault(why === null ? null : { stroke: heard, why })
    if (why === null && heard !== 'Escape') onSet(heard)
  }
  return (
    <li className={classes['line']}>
      <button
        type="button"
        className={classes['key']}
        aria-describedby="key-settings-hint"
        aria-pressed={listening}
        onClick={() => setListening(!listening)}
        onKeyDown={hear}
        onBlur={() => {
          setListening(false)
          setFault(null)
        }}
      >
        <span>{label}</span>
        {listening ? <b>{t('keySettings.press')}</b> : stroke !== null && <Keycap keys={capsOf(stroke)} />}
      </button>
      {own && (
        <button type="button" className={classes['back']} onClick={() => onSet(null)}>
          {t('keySettings.back')}
          <span className="sr">{label}</span>
        </button>
      )}
      {fault !== null && (
        <p role="alert" className={classes['fault']}>
          {fault.why.fault === 'taken'
            ? t('keySettings.taken', { key: capsOf(fault.stroke).join(' '), command: t(`command.${fault.why.by}`) })
            : t(`keySettings.${fault.why.fault}`, { key: capsOf(fault.stroke).join(' ') })}
        </p>
      )}
    </li>
  )
}
