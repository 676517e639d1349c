import type { Template } from '../../../shared/intake/template.ts'
import { useEveryTemplate } from '../../state/assist.ts'
import { useDraft } from './context.tsx'

/** The template picked for the call on screen. */
export function useTemplate(): Template | null {
  const templates = useEveryTemplate()
  const picked = useDraft(({ template }) => template)
  return templates.find(({ id }) => id === picked) ?? null
}
