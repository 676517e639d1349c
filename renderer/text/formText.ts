import type { Directory } from '../state/directory.tsx'
import type { Text } from './context.tsx'

/** Everything that data is put into words with: the language on screen, the organisation's names, the time it is. */
export interface FormText extends Text {
  readonly directory: Directory
  readonly nowMs: number
}
