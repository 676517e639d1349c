import Store from 'electron-store'

export interface Bounds {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** What the host remembers between starts: places and sizes of windows, nothing else; never personal data, tokens, keys. */
export interface WindowMemory {
  readonly read: () => Bounds | undefined
  readonly write: (bounds: Bounds) => void
}

const boundsSchema = {
  type: 'object',
  properties: { x: { type: 'number' }, y: { type: 'number' }, width: { type: 'number' }, height: { type: 'number' } },
  required: ['x', 'y', 'width', 'height'],
  additionalProperties: false,
} as const

/** Remembers in a file of the host's own in `folder`; a damaged one is made anew. */
export function createWindowMemory(folder: string): WindowMemory {
  const store = new Store<{ bounds?: Bounds }>({
    name: 'window',
    cwd: folder,
    clearInvalidConfig: true,
    schema: { bounds: boundsSchema },
  })
  return {
    read: () => store.get('bounds'),
    write: (bounds) => store.set('bounds', bounds),
  }
}
