import type { GlobalShortcut } from 'electron'
import { ok, type Result, refuse } from '../../shared/kernel/result.ts'

export interface Shortcut {
  readonly stroke: () => string | null
  /** Refuses `shortcut.needs_modifier`, `shortcut.unreadable`, `shortcut.taken`; the old key stays then. */
  readonly choose: (stroke: string | null) => Result<void>
}

const electronNames: Readonly<Record<string, string>> = {
  Ctrl: 'CommandOrControl',
  ArrowLeft: 'Left',
  ArrowRight: 'Right',
  ArrowUp: 'Up',
  ArrowDown: 'Down',
  ' ': 'Space',
  Enter: 'Return',
}

/** `Ctrl+Shift+F2` of the screens as Electron spells it. */
const acceleratorOf = (stroke: string): string =>
  stroke
    .split(/(?<=.)\+(?=.)/u)
    .map((part) => electronNames[part] ?? (part.length === 1 ? part.toUpperCase() : part))
    .join('+')

/** A key alone would be taken from every program of the machine. */
const hasModifier = (stroke: string): boolean => /^(?:Ctrl|Alt)\+./u.test(stroke)

function register(keys: GlobalShortcut, stroke: string, press: () => void): Result<void> {
  if (!hasModifier(stroke)) return refuse('shortcut.needs_modifier', 'stroke')
  try {
    return keys.register(acceleratorOf(stroke), press) ? ok(undefined) : refuse('shortcut.taken', 'stroke', { stroke })
  } catch {
    // Electron throws for a key it has no name for; there is nothing else it could be.
    return refuse('shortcut.unreadable', 'stroke', { stroke })
  }
}

/** The key that brings the console up from anywhere. */
export function createShortcut(keys: GlobalShortcut, press: () => void): Shortcut {
  let current: string | null = null
  return {
    stroke: () => current,
    choose: (stroke) => {
      if (stroke === current) return ok(undefined)
      const taken = stroke === null ? ok(undefined) : register(keys, stroke, press)
      if (!taken.ok) return taken
      if (current !== null) keys.unregister(acceleratorOf(current))
      current = stroke
      return taken
    },
  }
}
