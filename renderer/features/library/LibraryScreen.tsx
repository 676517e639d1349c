import { useMemo, useRef } from 'react'
import { CommandButton, useCommand } from '../../app/commands.tsx'
import { Standing } from '../../app/Standing.tsx'
import { useTalk } from '../../app/talk.ts'
import { useView } from '../../state/view.ts'
import { useWords, type WordsEntry } from '../../state/words.ts'
import { useText } from '../../text/context.tsx'
import { KeyBar } from '../../ui/KeyBar.tsx'
import { NoRows } from '../../ui/NoRows.tsx'
import { ScreenTitle } from '../../ui/ScreenTitle.tsx'
import { EntryDetail } from './EntryDetail.tsx'
import { EntryList } from './EntryList.tsx'
import classes from './LibraryScreen.module.css'
import { SearchLine } from './SearchLine.tsx'
import { type Kind, useLibrary } from './store.ts'
import { useUsing } from './use.ts'

/** F6 wide: phrases, guides and knowledge in full, found while typing, said and sent from here. Works without a network. */
export function LibraryScreen() {
  const { t } = useText()
  const entries = useFound()
  const cursor = useLibrary((state) => state.cursor)
  const current = entries.find(({ id }) => id === cursor) ?? entries[0]
  const using = useUsing(current)
  const list = useRef<HTMLDivElement>(null)
  const detail = useRef<HTMLElement>(null)
  useListKeys(entries, current)
  const give = (act: () => Promise<void>) => {
    // A blank that nothing is known for is asked for where it stands.
    const blank = detail.current?.querySelector<HTMLInputElement>('input[data-blank]:placeholder-shown')
    if (blank) blank.focus()
    else void act()
  }
  useCommand('library.say', () => {
    if (current?.kind === 'phrase') give(using.say)
    else if (current?.kind === 'article') give(using.send)
    else return false
    return true
  })
  useCommand('library.send', () => (current?.kind === 'article' ? give(using.send) : false))
  useCommand('library.helped', () => (current === undefined ? false : void using.judge(true, null)))
  useCommand('library.feedback', () => detail.current?.querySelector('textarea')?.focus())
  useBack(list)
  return (
    <div className={classes['screen']}>
      <div className={classes['list']}>
        <SearchLine list={list} />
        <Standing />
        {entries.length > 0 ? <EntryList entries={entries} current={current} list={list} /> : <Nothing />}
      </div>
      <EntryDetail entry={current} using={using} region={detail} label={t('library.detail')} />
    </div>
  )
}

/** The entries of the kind shown, in which everything typed is found. */
function useFound(): readonly WordsEntry[] {
  const kind = useLibrary((state) => state.kind)
  const typed = useLibrary((state) => state.typed)
  const words = useWords()
  const found = useMemo(() => words?.find(typed) ?? [], [words, typed])
  return kind === 'all' ? found : found.filter((entry) => entry.kind === (kind satisfies Kind))
}

function useListKeys(entries: readonly WordsEntry[], current: WordsEntry | undefined): void {
  const moveTo = useLibrary((state) => state.moveTo)
  const at = current === undefined ? -1 : entries.indexOf(current)
  const go = (index: number) => {
    const entry = entries[Math.max(0, Math.min(entries.length - 1, index))]
    return entry === undefined ? false : moveTo(entry.id)
  }
  useCommand('library.next', () => go(at + 1))
  useCommand('library.previous', () => go(at - 1))
}

/** Esc leads from a field to the list, and from there back to the work. */
function useBack(list: React.RefObject<HTMLDivElement | null>): void {
  const { go, openCase, before, aboutId } = useView()
  useCommand('library.back', (stroke) => {
    if (stroke === 'Escape' && list.current !== null && document.activeElement !== list.current) {
      list.current.focus({ preventScroll: true })
    } else if (before === 'case' && aboutId !== null) openCase(aboutId)
    else go(before)
    return true
  })
}

function Nothing() {
  const { t } = useText()
  const isHere = useWords() !== null
  return <NoRows text={t(isHere ? 'library.none' : 'library.loading')} />
}

export function LibraryTitle() {
  const { t } = useText()
  const talk = useTalk()
  return (
    <ScreenTitle name={t('command.go.library')}>
      <span className={classes['about']}>
        {talk === null
          ? t('library.forNothing')
          : talk.number === null
            ? t('library.forCall')
            : t('library.forCase', { number: talk.number })}
      </span>
    </ScreenTitle>
  )
}

export function LibraryBar() {
  const { t } = useText()
  return (
    <KeyBar name={t('shell.keyBar')} end={<CommandButton id="keys.show" />}>
      <CommandButton id="library.find" />
      <CommandButton id="library.next" />
      <CommandButton id="library.say" />
      <CommandButton id="library.send" />
      <CommandButton id="library.helped" />
      <CommandButton id="library.feedback" />
      <CommandButton id="library.back" />
    </KeyBar>
  )
}
