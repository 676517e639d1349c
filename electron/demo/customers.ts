import people from '../../resources/demo/people.json' with { type: 'json' }
import { demoCaller } from '../../shared/contract/demo.ts'
import type { Dice } from './dice.ts'

export interface DemoCustomer {
  readonly name: string
  readonly phones: readonly string[]
  readonly company?: string
  readonly language?: string
  readonly preferredContact?: string
  readonly email?: string
  readonly tags?: readonly string[]
}

/**
 * Numbers that cannot belong to anybody. 154 was never given to a network in China; +1 555 01xx is kept free for stories.
 */
const chineseNumber = (index: number): string => `+8615400${String(100_000 + index * 137).slice(-6)}`
const americanNumber = (index: number): string => `+1202555${String(100 + (index % 100)).padStart(4, '0')}`

const abroad = ['Alice Moore', 'Daniel Reyes', 'Priya Nair', 'Tom Becker'] as const

function tagsOf(dice: Dice): readonly string[] {
  return ['vip', 'price_sensitive', 'service_sensitive', 'elderly'].filter((tag) =>
    dice.chance(tag === 'vip' ? 0.08 : 0.12),
  )
}

function chineseName(dice: Dice): string {
  const given = dice.pick(people.givens)
  return dice.pick(people.surnames) + given
}

export const callerOfExample: DemoCustomer = {
  name: demoCaller.name,
  phones: [demoCaller.phone],
  company: demoCaller.company,
  preferredContact: 'sms',
  language: 'zh-CN',
  tags: ['vip'],
}

/** The `index`-th customer of the demonstration. */
export function demoCustomer(dice: Dice, index: number): DemoCustomer {
  const tags = tagsOf(dice)
  const stranger = index % 40 === 39 ? abroad[Math.floor(index / 40) % abroad.length] : undefined
  if (stranger !== undefined) return { name: stranger, phones: [americanNumber(index)], language: 'en', tags }
  return {
    name: chineseName(dice),
    phones: [chineseNumber(index)],
    language: index % 25 === 24 ? 'zh-TW' : 'zh-CN',
    preferredContact: dice.pick(['phone', 'phone', 'sms', 'wecom', 'email']),
    ...(dice.chance(0.2) ? { company: dice.pick(people.companies) } : {}),
    ...(dice.chance(0.15) ? { email: `kehu${index}@example.com` } : {}),
    ...(tags.length === 0 ? {} : { tags }),
  }
}
