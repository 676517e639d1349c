/** A key that means something to the form, and the words typed before it. */
export interface HeldKey {
  readonly words: string
  readonly press: Pick<globalThis.KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'altKey' | 'shiftKey' | 'metaKey'>
}

/** Keys that leave a field or give a command; all others are the field's own. Shift+Tab goes back to the number. */
export const isHeld = (event: globalThis.KeyboardEvent): boolean => {
  if (event.isComposing || event.keyCode === 229 || (event.key === 'Tab' && event.shiftKey)) return false
  return event.altKey || /^(?:Tab|Enter|Escape|ArrowUp|ArrowDown|F\d+)$/.test(event.key)
}

/** Puts what was typed into `field`, key by key, where it would have gone had the fields after it been there from the start. */
export function handOver(field: HTMLInputElement, held: readonly HeldKey[]): void {
  const wasIn = document.activeElement === field
  let target = fieldAfter(field)
  const goOn = (words: string) => {
    write(target, words)
    if (wasIn) target?.focus()
  }
  for (const { words, press } of held) {
    goOn(words)
    if (press.key === 'Tab') target = fieldAfter(target)
    else if (target instanceof HTMLSelectElement && press.key.startsWith('Arrow')) choose(target, press.key)
    else {
      target?.dispatchEvent(new KeyboardEvent('keydown', { ...pressOf(press), bubbles: true, cancelable: true }))
      // Enter in a demand goes on in the next one.
      if (wasIn && document.activeElement instanceof HTMLElement) target = document.activeElement
    }
  }
  goOn(field.value)
  field.value = ''
}

/** The members of an event stand on its prototype, so it cannot be spread. */
const pressOf = ({ key, code, ctrlKey, altKey, shiftKey, metaKey }: HeldKey['press']): KeyboardEventInit => ({
  ...{ key, code, ctrlKey, altKey, shiftKey, metaKey },
})

function fieldAfter(field: HTMLElement | null): HTMLElement | null {
  const all = field?.closest('section')?.querySelectorAll<HTMLElement>('input, select, textarea') ?? []
  const seen = [...all].filter((one) => one === field || one.checkVisibility())
  return seen[seen.indexOf(field as HTMLElement) + 1] ?? null
}

/** A list does not move by keys that a person did not press on it. */
function choose(list: HTMLSelectElement, key: string): void {
  const next = list.selectedIndex + (key === 'ArrowDown' ? 1 : -1)
  list.selectedIndex = Math.max(0, Math.min(list.length - 1, next))
  list.dispatchEvent(new Event('change', { bubbles: true }))
}

function write(target: HTMLElement | null, words: string): void {
  if (words === '' || !(target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement)) return
  target.setRangeText(words, target.value.length, target.value.length, 'end')
  target.dispatchEvent(new InputEvent('input', { bubbles: true }))
}
