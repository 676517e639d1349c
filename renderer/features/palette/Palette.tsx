import { useEffect, useRef, useState } from 'react'
import { useCommand, useGive, useGiveOnceTaken, useKeysOf } from '../../app/commands.tsx'
import type { CommandId, Keymap, Screen } from '../../app/keys.ts'
import { useOnceReady } from '../../state/onceReady.ts'
import { useView } from '../../state/view.ts'
import { useText } from '../../text/context.tsx'
import { Icon } from '../../ui/icons.tsx'
import { Keycap } from '../../ui/Keycap.tsx'
import { AnswerList, answerId } from './AnswerList.tsx'
import { type Answer, type CommandAnswer, useAnswers } from './answers.ts'
import classes from './Palette.module.css'
import { isGivenThere } from './places.ts'
import { useRecent } from './recent.ts'

interface PaletteProps {
  readonly keymap: Keymap
  readonly openCase: (id: string) => void
  readonly openWords: (id: string) => void
  /** Lists all cases of somebody of that name. */
  readonly openCustomer: (name: string) => void
}

/** Ctrl+K: every command with its key, every case and customer, phrases and articles, found by Chinese, pinyin, initials or number. */
export function Palette({ keymap, ...open }: PaletteProps) {
  const { t } = useText()
  const screen = useView((state) => state.screen)
  const input = useRef<HTMLInputElement>(null)
  const place = usePlace(input)
  const { isOpen, close } = place
  const [typed, setTyped] = useState('')
  const [at, setAt] = useState(0)
  const { groups, isFirm } = useAnswers({ typed, isOpen, keymap, screen })
  const answers = groups.flatMap((group) => group.answers)
  const current = answers[Math.min(at, answers.length - 1)]
  const pick = usePick(open, keymap, close)
  // Whoever moved has seen what they moved to.
  const { give: enter, drop } = useOnceReady(isOpen && (isFirm || at > 0), () => current !== undefined && pick(current))
  const { caps, aria } = useKeysOf('palette.open')
  useCommand('palette.open', place.open)
  useEffect(() => {
    if (isOpen) return
    setTyped('')
    setAt(0)
    drop()
  }, [isOpen, drop])

  const onKey = (event: React.KeyboardEvent): void => {
    if (event.nativeEvent.isComposing || event.keyCode === 229) return
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 }[event.key]
    if (step !== undefined) setAt(Math.max(0, Math.min(at, answers.length - 1) + step) % Math.max(1, answers.length))
    else if (event.key === 'Enter') enter()
    else if (event.key === 'Escape') close()
    else return
    event.preventDefault()
  }

  return (
    <search className={classes['place']}>
      <div className={classes['field']} data-open={isOpen}>
        <Icon name="search" size={14} />
        <input
          ref={input}
          type="text"
          role="combobox"
          value={typed}
          autoComplete="off"
          spellCheck={false}
          aria-label={t('palette.field')}
          aria-keyshortcuts={aria}
          aria-expanded={isOpen}
          aria-controls="palette-answers"
          aria-autocomplete="list"
          aria-activedescendant={isOpen && current !== undefined ? answerId(current) : undefined}
          placeholder={t('palette.field')}
          onFocus={place.open}
          onBlur={close}
          onKeyDown={onKey}
          onChange={(event) => {
            setTyped(event.target.value)
            setAt(0)
            drop()
          }}
        />
        <Keycap keys={isOpen ? ['Esc'] : caps} />
      </div>
      {isOpen && <AnswerList groups={groups} current={current} keymap={keymap} onPick={pick} />}
    </search>
  )
}

/** Opened it holds the focus; closed it gives the focus back to where the person was. */
function usePlace(input: React.RefObject<HTMLInputElement | null>) {
  const [isOpen, setOpen] = useState(false)
  const before = useRef<HTMLElement | null>(null)
  const open = (): void => {
    const focused = document.activeElement
    if (focused instanceof HTMLElement && focused !== input.current) before.current = focused
    setOpen(true)
    input.current?.focus()
  }
  const close = (): void => {
    setOpen(false)
    if (document.activeElement !== input.current) return
    if (before.current?.isConnected === true) before.current.focus({ preventScroll: true })
    else input.current?.blur()
  }
  return { isOpen, open, close }
}

function usePick(open: Omit<PaletteProps, 'keymap'>, keymap: Keymap, close: () => void): (answer: Answer) => void {
  const give = useCommandGiver(keymap)
  const note = useRecent((state) => state.note)
  return (answer) => {
    close()
    switch (answer.kind) {
      case 'case':
        return open.openCase(answer.id)
      case 'customer':
        return open.openCustomer(answer.name)
      case 'words':
        return open.openWords(answer.id)
      case 'command':
        note(answer.id)
        return give(answer)
    }
  }
}

/** How each screen is gone to; to the case that is open there is no key. */
const ways: Readonly<Partial<Record<Screen, CommandId>>> = {
  intake: 'go.intake',
  queue: 'go.queue',
  transfers: 'go.transfers',
  library: 'go.library',
  settings: 'go.settings',
}

/** A command of another screen takes the person there first. */
function useCommandGiver(keymap: Keymap): (answer: CommandAnswer) => void {
  const give = useGive()
  const giveOnceTaken = useGiveOnceTaken()
  const go = useView((state) => state.go)
  return ({ id, place }) => {
    if (place === null) return give(id)
    const way = ways[place]
    if (way === undefined) go(place)
    else give(way)
    if (isGivenThere(id, keymap)) giveOnceTaken(id)
  }
}
