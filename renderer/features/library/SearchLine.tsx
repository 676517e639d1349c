import { type RefObject, useEffect, useRef } from 'react'
import { useCommand, useKeysOf } from '../../app/commands.tsx'
import { ViewButton } from '../../app/ViewButton.tsx'
import { useText } from '../../text/context.tsx'
import { Icon } from '../../ui/icons.tsx'
import { Keycap } from '../../ui/Keycap.tsx'
import classes from './SearchLine.module.css'
import { kinds, useLibrary } from './store.ts'

/** What is looked for, and among what. Enter goes to the list; the arrows move its cursor meanwhile. */
export function SearchLine({ list }: { readonly list: RefObject<HTMLDivElement | null> }) {
  const { t } = useText()
  const typed = useLibrary((state) => state.typed)
  const type = useLibrary((state) => state.type)
  const current = useLibrary((state) => state.kind)
  const show = useLibrary((state) => state.show)
  const field = useRef<HTMLInputElement>(null)
  const { caps, aria } = useKeysOf('library.find')
  useCommand('library.find', () => field.current?.select())
  // Whoever comes here comes to look for something; what was looked for last is written over.
  useEffect(() => field.current?.select(), [])
  return (
    <search className={classes['search']}>
      <div className={classes['field']}>
        <Icon name="search" size={14} />
        <input
          ref={field}
          type="text"
          autoComplete="off"
          spellCheck={false}
          aria-label={t('library.search')}
          aria-keyshortcuts={aria}
          placeholder={t('library.searchHint')}
          value={typed}
          onChange={(event) => type(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || event.nativeEvent.isComposing || event.keyCode === 229) return
            event.preventDefault()
            list.current?.focus({ preventScroll: true })
          }}
        />
        <Keycap keys={caps} />
      </div>
      <nav className={classes['kinds']} aria-label={t('library.list')}>
        <Keycap keys={['Alt']} />
        {kinds.map((kind, index) => (
          <ViewButton
            key={kind}
            id={`library.kind.${kind}`}
            digit={index + 1}
            current={kind === current}
            show={() => show(kind)}
          />
        ))}
      </nav>
    </search>
  )
}
