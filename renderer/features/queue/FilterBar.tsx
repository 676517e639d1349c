import { type KeyboardEvent, type RefObject, useEffect, useId, useLayoutEffect, useRef, useState } from 'react'
import { useCommand, useKeysOf } from '../../app/commands.tsx'
import { type Completion, completionsAt } from '../../state/filter/complete.ts'
import type { FilterFault } from '../../state/filter/parse.ts'
import { useOnceReady } from '../../state/onceReady.ts'
import { useText } from '../../text/context.tsx'
import { Icon } from '../../ui/icons.tsx'
import { Keycap } from '../../ui/Keycap.tsx'
import classes from './FilterBar.module.css'
import type { Narrowing } from './narrowing.ts'
import { useVocabulary } from './narrowing.ts'
import { useQueue } from './store.ts'

interface FilterBarProps {
  readonly narrowing: Narrowing
  readonly grid: RefObject<HTMLDivElement | null>
}

/** The filter line: words of the filter language with their completions, or any words; what is wrong stands under it. */
export function FilterBar({ narrowing, grid }: FilterBarProps) {
  const { t } = useText()
  const { caps, aria } = useKeysOf('queue.filter')
  const line = useLine()
  const input = line.input
  const list = useId()
  const faults = useId()
  const options = useCompletions(line)
  const complete = useOnceReady(options.isReady, () => options.all[0] && line.take(options.all[0]))
  const leave = () => grid.current?.focus({ preventScroll: true })
  useCommand('queue.filter', () => input.current?.focus())
  const shown = narrowing.faults.filter((fault) => !(line.focused && fault.to === line.caret))
  return (
    <div className={classes['bar']}>
      <div className={classes['box']}>
        <Icon name="search" size={14} />
        <input
          ref={input}
          type="text"
          role="combobox"
          aria-label={t('filter.label')}
          aria-keyshortcuts={aria}
          aria-expanded={options.open}
          aria-controls={list}
          aria-autocomplete="list"
          aria-activedescendant={options.active === null ? undefined : `${list}-${options.active}`}
          aria-invalid={shown.length > 0 || undefined}
          aria-describedby={faults}
          autoComplete="off"
          spellCheck={false}
          maxLength={200}
          placeholder={t('filter.hint')}
          value={line.text}
          onChange={(event) => line.write(event.currentTarget.value, event.currentTarget.selectionStart)}
          onSelect={(event) => line.place(event.currentTarget.selectionStart)}
          onFocus={() => line.focus(true)}
          onBlur={() => line.focus(false)}
          onKeyDown={(event) => onKey(event, line, options, complete.give, leave)}
        />
        <Keycap keys={caps} />
      </div>
      <div
        id={list}
        role="listbox"
        aria-label={t('filter.completions')}
        className={classes['list']}
        hidden={!options.open}
      >
        {options.all.map((option, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the input keeps the focus and takes the keys
          <div
            key={option.insert}
            id={`${list}-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === options.active}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => line.take(option)}
          >
            {option.shown}
          </div>
        ))}
      </div>
      <p id={faults} className={classes['faults']} role="status">
        {shown.map((fault) => (
          <FaultWords key={fault.from} fault={fault} />
        ))}
      </p>
    </div>
  )
}

function FaultWords({ fault: { kind, word, field } }: { readonly fault: FilterFault }) {
  const { t } = useText()
  const fields = useVocabulary(true)?.fields
  const name = field === undefined ? '' : (fields?.[field].shown ?? field)
  return <span>{t(`filter.fault.${kind}`, { word, field: name })}</span>
}

/** Applied a moment after the last key, so that a word in the making is not asked for letter by letter. */
const settleMs = 150

/** The line as it is typed; the list follows it. */
function useLine() {
  const applied = useQueue((state) => state.query)
  const narrow = useQueue((state) => state.narrow)
  const input = useRef<HTMLInputElement>(null)
  const [text, setText] = useState(applied)
  const [caret, setCaret] = useState(0)
  const [focused, setFocused] = useState(false)
  const [dismissed, setDismissed] = useState(false)
  const [taken, setTaken] = useState<{ readonly upTo: number } | null>(null)
  // Before the next key: what is typed right after a completion goes on behind it.
  useLayoutEffect(() => {
    if (taken !== null) input.current?.setSelectionRange(taken.upTo, taken.upTo)
  }, [taken])
  useEffect(() => setText(applied), [applied])
  useEffect(() => {
    if (text === applied) return
    const timer = setTimeout(() => narrow(text), settleMs)
    return () => clearTimeout(timer)
  }, [text, applied, narrow])
  const write = (next: string, at: number | null) => {
    setText(next)
    setCaret(at ?? next.length)
    setDismissed(false)
  }
  return {
    ...{ input, text, caret, focused, dismissed, write, narrow },
    place: (at: number | null) => setCaret(at ?? 0),
    focus: (is: boolean) => {
      setFocused(is)
      setDismissed(false)
    },
    dismiss: () => setDismissed(true),
    take: ({ insert, from, to }: Completion) => {
      write(text.slice(0, from) + insert + text.slice(to), from + insert.length)
      setTaken({ upTo: from + insert.length })
    },
  }
}

type Line = ReturnType<typeof useLine>

/** The ways to go on at the caret, and which of them the arrows stand on. */
function useCompletions({ text, caret, focused, dismissed }: Line) {
  const vocabulary = useVocabulary(focused)
  const [moved, setMoved] = useState<{ readonly of: string; readonly to: number } | null>(null)
  const all = vocabulary === null || !focused || dismissed ? [] : completionsAt(text, caret, vocabulary)
  const of = `${text} ${caret}`
  const active = moved?.of === of && all.length > 0 ? Math.min(all.length - 1, Math.max(0, moved.to)) : null
  return {
    all,
    active,
    open: all.length > 0,
    isReady: vocabulary !== null,
    move: (by: 1 | -1) => setMoved({ of, to: active === null ? (by === 1 ? 0 : all.length - 1) : active + by }),
  }
}

type Options = ReturnType<typeof useCompletions>

/** Keys of the line; none of them while an input method composes. Tab takes the first way on only inside a word. */
function onKey(
  event: KeyboardEvent<HTMLInputElement>,
  line: Line,
  options: Options,
  complete: () => void,
  leave: () => void,
): void {
  if (event.nativeEvent.isComposing || event.keyCode === 229) return
  const inWord = /\S$/.test(line.text.slice(0, line.caret))
  const chosen = options.all[options.active ?? (event.key === 'Tab' && inWord ? 0 : -1)]
  // The words are read when somebody first filters: until then Tab waits for them, and never leaves half a word.
  const isEarly = event.key === 'Tab' && !event.shiftKey && inWord && !options.isReady
  const run = isEarly ? complete : keyRun(event, line, options, chosen, leave)
  if (run === undefined) return
  event.preventDefault()
  run()
}

function keyRun(
  { key, shiftKey }: KeyboardEvent,
  line: Line,
  options: Options,
  chosen: Completion | undefined,
  leave: () => void,
): (() => void) | undefined {
  if (key === 'ArrowDown' || key === 'ArrowUp')
    return options.open ? () => options.move(key === 'ArrowDown' ? 1 : -1) : undefined
  if (key === 'Tab') return shiftKey || chosen === undefined ? undefined : () => line.take(chosen)
  if (key === 'Enter') return () => (chosen === undefined ? apply(line, leave) : line.take(chosen))
  if (key !== 'Escape') return undefined
  if (line.text === '') return leave
  return options.open ? line.dismiss : () => line.write('', 0)
}

function apply(line: Line, leave: () => void): void {
  line.narrow(line.text)
  leave()
}
