const textTypes = new Set(['text', 'search', 'tel', 'url', 'email', 'password', 'number', 'date', 'time'])

/** Plain keys type text there. */
export function takesText(target: EventTarget | null): boolean {
  if (target instanceof HTMLInputElement) return textTypes.has(target.type)
  return target instanceof HTMLTextAreaElement || (target instanceof HTMLElement && target.isContentEditable)
}

/** Enter and Space press it by themselves. */
export const isPressable = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.closest('button, a[href], summary, input, select') !== null
