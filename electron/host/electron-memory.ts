import Store from 'electron-store'
import { type Language, languages } from './host-words.ts'

export interface Bounds {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** What the host remembers between starts; never personal data, tokens, keys. */
export interface Remembered {
  readonly bounds?: Bounds
  readonly language?: Language
  /** The key that brings the console up; `null` = none wanted. */
  readonly stroke?: string | null
  readonly notices?: 'sound' | 'silent' | 'off'
  /** Percent. */
  readonly zoom?: number
}

export interface HostMemory {
  readonly read: () => Remembered
  readonly write: (change: Remembered) => void
}

const schema = {
  bounds: {
    type: 'object',
    properties: { x: { type: 'number' }, y: { type: 'number' }, width: { type: 'number' }, height: { type: 'number' } },
    required: ['x', 'y', 'width', 'height'],
    additionalProperties: false,
  },
  language: { type: 'string', enum: [...languages] },
  stroke: { type: ['string', 'null'], maxLength: 40 },
  notices: { type: 'string', enum: ['sound', 'silent', 'off'] },
  zoom: { type: 'number', minimum: 90, maximum: 200 },
} as const

/** Nothing but these: what else somebody might put here is refused. */
const rootSchema = { additionalProperties: false } as const

/** Remembers in a file of the host's own in `folder`; a damaged one is made anew. */
export function createHostMemory(folder: string): HostMemory {
  const store = new Store<Remembered>({ name: 'window', cwd: folder, clearInvalidConfig: true, schema, rootSchema })
  return {
    read: () => store.store,
    write: (change) => store.set(change),
  }
}
