import type { RefObject } from 'react'
import { CommandButton } from '../../app/commands.tsx'
import type { WordsEntry } from '../../state/words.ts'
import { useText } from '../../text/context.tsx'
import { Icon } from '../../ui/icons.tsx'
import { Tag } from '../../ui/Tag.tsx'
import { ArticleBody, GuideBody, PhraseBody } from './bodies.tsx'
import classes from './EntryDetail.module.css'
import { Feedback } from './Feedback.tsx'
import { useJudgedCounts } from './judged.ts'
import { Provenance } from './Provenance.tsx'
import type { Using } from './use.ts'

interface EntryDetailProps {
  readonly entry: WordsEntry | undefined
  readonly using: Using
  readonly region: RefObject<HTMLElement | null>
  readonly label: string
}

/** One entry whole: what it says, what is done with it, whether it helped, and who answers for it. */
export function EntryDetail({ entry, using, region, label }: EntryDetailProps) {
  const { naming } = useText()
  const { fault } = using
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls must be reachable by the keyboard
    <section ref={region} className={classes['pane']} aria-label={label} tabIndex={0}>
      {entry && (
        <>
          <Head entry={entry} />
          {entry.kind === 'guide' && <GuideBody guide={entry.item} />}
          {entry.kind === 'article' && <ArticleBody article={entry.item} using={using} />}
          {entry.kind === 'phrase' && <PhraseBody phrase={entry.item} using={using} />}
          <p className={classes['fault']} role="alert">
            {fault && (
              <>
                <Icon name="alert" size={14} />
                {naming.refusal(fault)}
              </>
            )}
          </p>
          <p className={classes['acts']}>
            {entry.kind === 'phrase' && <CommandButton id="library.say" look="primary" />}
            {entry.kind === 'article' && <CommandButton id="library.send" look="primary" />}
            <CommandButton id="library.helped" />
            <CommandButton id="library.feedback" />
          </p>
          <Feedback key={entry.id} entry={entry} judge={using.judge} />
          <Provenance item={entry.item} />
        </>
      )}
    </section>
  )
}

function Head({ entry }: { readonly entry: WordsEntry }) {
  const { t, naming } = useText()
  const count = useJudgedCounts().get(entry.id)
  return (
    <header>
      <p className={classes['tags']}>
        <Tag>{t(`command.library.kind.${entry.kind}`)}</Tag>
        {entry.kind === 'phrase' && <Tag>{naming.name('stage', entry.item.stage)}</Tag>}
        {entry.kind === 'phrase' && entry.item.buffer && <Tag tone="accent">{t('library.buffer')}</Tag>}
        {count && count.helped > 0 && <span>{t('library.helped', { n: count.helped })}</span>}
        {count && count.not > 0 && <span>{t('library.notHelped', { n: count.not })}</span>}
      </p>
      {entry.kind !== 'phrase' && <h2>{entry.title}</h2>}
    </header>
  )
}
