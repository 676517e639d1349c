import { useView } from '../state/view.ts'
import { useText } from '../text/context.tsx'
import { Keycap } from '../ui/Keycap.tsx'
import { SidePanel } from '../ui/SidePanel.tsx'
import classes from './KeySheet.module.css'
import { type CommandId, capsOf, commandIds, isIn, type Keymap } from './keys.ts'

/** Every key of this screen and of the whole console, read from the same table the dispatcher uses. */
export function KeySheet({ keymap }: { readonly keymap: Keymap }) {
  const { t } = useText()
  const screen = useView((state) => state.screen)
  const closePanel = useView((state) => state.closePanel)
  const everywhere = commandIds.filter((id) => keymap[id].scope === 'everywhere')
  const here = commandIds.filter((id) => isIn(keymap[id].scope, screen) && !everywhere.includes(id))
  return (
    <SidePanel title={t('keySheet.title')} closeLabel={t('keySheet.close')} onClose={closePanel}>
      <KeyList title={t(`keySheet.${screen}`)} ids={here} keymap={keymap} />
      <KeyList title={t('keySheet.everywhere')} ids={everywhere} keymap={keymap} />
      <p className={classes['note']}>{t('keySheet.note')}</p>
    </SidePanel>
  )
}

interface KeyListProps {
  readonly title: string
  readonly ids: readonly CommandId[]
  readonly keymap: Keymap
}

function KeyList({ title, ids, keymap }: KeyListProps) {
  const { t } = useText()
  return (
    <section className={classes['group']} aria-label={title}>
      <h3>{title}</h3>
      <dl>
        {ids.map((id) => (
          <div key={id} className={classes['line']}>
            <dt>{t(`command.${id}`)}</dt>
            <dd>
              <span className="sr">{keymap[id].keys.join(', ')}</span>
              <Strokes keys={keymap[id].keys} />
            </dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

/** Two ways to give one command stand side by side; a row of digits is shown by its ends. */
function Strokes({ keys }: { readonly keys: readonly string[] }) {
  const ends = keys.length > 2 ? [keys[0] ?? '', keys.at(-1) ?? ''] : keys
  return ends.map((stroke) => <Keycap key={stroke} keys={capsOf(stroke)} />)
}
