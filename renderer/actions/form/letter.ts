import type { Case } from '../../../shared/case/model.ts'
import type { FormWords } from './types.ts'

/** The written result, made of what stands in the case; parts nobody wrote are left out. Source: LOOP-1. */
export function letterOf(theCase: Case, { t }: Pick<FormWords, 't'>): string {
  const { resolution, customer, number } = theCase
  const name = customer?.name ? customer.name : t('letter.customer')
  const part = (key: 'cause' | 'measures' | 'plan' | 'compensation') => {
    const words = resolution?.[key]
    return words ? [t(`letter.${key}`, { words })] : []
  }
  return [
    t('letter.greeting', { name }),
    t('letter.opening', { number: number.official ?? number.provisional }),
    ...part('cause'),
    ...part('measures'),
    ...part('plan'),
    ...part('compensation'),
    t('letter.closing'),
  ].join('\n\n')
}
