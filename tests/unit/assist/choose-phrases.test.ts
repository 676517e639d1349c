import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { choosePhrases, defaultBufferRule, mayAdvance } from '../../../shared/assist/choose-phrases.ts'
import { type PhraseAsk, phraseAsk, phraseSchema } from '../../../shared/assist/phrase.ts'
import { standing } from '../../../shared/assist/record.ts'
import { phrase } from './phrases.ts'

const ask = (over: Partial<PhraseAsk> = {}): PhraseAsk => ({
  stage: 'listen',
  emotion: 50,
  lang: 'zh-CN',
  situations: [],
  said: [],
  on: '2026-06-01',
  ...over,
})
const ids = (over: Partial<PhraseAsk>, list: Parameters<typeof choosePhrases>[1]) =>
  choosePhrases(ask(over), list).map((ranked) => ranked.phrase.id)

const plain = phrase({ id: 'p.plain' })
const narrow = phrase({ id: 'p.narrow', emotion: { from: 40, to: 60 } })
const billing = phrase({ id: 'p.billing', scenarios: ['billing'] })
const elderly = phrase({ id: 'p.elderly', situations: ['elderly'] })
const harm = phrase({ id: 'p.harm', situations: ['self_harm', 'distress'] })
const gulf = phrase({ id: 'p.gulf', cultures: ['gulf'] })
const buffer = phrase({ id: 'p.buffer', buffer: true })
const list = [plain, narrow, billing, elderly, harm, gulf, buffer]

describe('CALL-4 phrase choice', () => {
  it('CALL-4a offers only the stage, language and emotion band asked for', () => {
    const other = [
      phrase({ id: 'p.en', lang: 'en' }),
      phrase({ id: 'p.close', stage: 'close' }),
      phrase({ id: 'p.hot', emotion: { from: 80, to: 100 } }),
      phrase({ id: 'p.cold', emotion: { from: 0, to: 49 } }),
    ]
    expect(ids({}, [plain, ...other])).toEqual(['p.plain'])
    expect(ids({ emotion: 49 }, other)).toEqual(['p.cold'])
    expect(ids({ emotion: 80 }, other)).toEqual(['p.hot'])
    expect(ids({ lang: 'en' }, [plain, ...other])).toEqual(['p.en'])
  })

  it('CALL-4a puts what was made for this moment first: situation, scenario, culture, narrow band', () => {
    expect(ids({ situations: ['elderly'], scenario: 'billing', culture: 'gulf' }, list)).toEqual([
      'p.elderly',
      'p.billing',
      'p.gulf',
      'p.narrow',
      'p.buffer',
      'p.plain',
    ])
  })

  it('CALL-4a never offers a phrase of another scenario, situation or culture', () => {
    expect(ids({ scenario: 'refund', culture: 'japan' }, list)).toEqual(['p.narrow', 'p.buffer', 'p.plain'])
  })

  it('CALL-5 lifts buffer phrases from the heat on where one is due', () => {
    expect(ids({ emotion: defaultBufferRule.fromEmotion }, [plain, narrow, buffer])[0]).toBe('p.buffer')
  })

  it('CALL-7 offers nothing but words made for it while somebody may harm themselves', () => {
    expect(ids({ situations: ['elderly', 'self_harm'] }, list)).toEqual(['p.harm'])
    expect(ids({ situations: ['distress'] }, list)).toContain('p.harm')
  })

  it('CALL-4 moves what was said to the end and keeps it marked', () => {
    const ranked = choosePhrases(ask({ said: ['p.narrow'] }), [narrow, plain])
    expect(ranked.map((r) => [r.phrase.id, r.said])).toEqual([
      ['p.plain', false],
      ['p.narrow', true],
    ])
  })

  it('TRU-5 hides withdrawn and not yet valid words, and marks those whose review is due', () => {
    const dated = [
      phrase({ id: 'p.gone', withdrawn: { on: '2026-05-31', reason: '法规修订' } }),
      phrase({ id: 'p.going', withdrawn: { on: '2026-06-02', reason: '换新' } }),
      phrase({ id: 'p.early', validFrom: '2026-06-02' }),
      phrase({ id: 'p.due', reviewBy: '2026-05-31' }),
    ]
    expect(choosePhrases(ask(), dated).map((r) => [r.phrase.id, r.reviewDue])).toEqual([
      ['p.due', true],
      ['p.going', false],
    ])
    expect(dated.map((p) => standing(p, '2026-06-01'))).toEqual(['withdrawn', 'in_force', 'not_yet', 'review_due'])
  })

  it('CALL-4 gives the same list for the same question in whatever order the phrases are stored', () => {
    fc.assert(
      fc.property(
        fc.shuffledSubarray(list, { minLength: list.length }),
        fc.integer({ min: 0, max: 100 }),
        (mixed, emotion) => {
          const question = { emotion, situations: ['elderly' as const], scenario: 'billing', culture: 'gulf' }
          return JSON.stringify(ids(question, mixed)) === JSON.stringify(ids(question, list))
        },
      ),
      { numRuns: 100 },
    )
    expect(ids({}, [phrase({ id: 'b.x' }), phrase({ id: 'a.x' })])).toEqual(['a.x', 'b.x'])
  })

  it('refuses a question that makes no sense', () => {
    expect(phraseAsk.safeParse(ask({ emotion: 101 })).success).toBe(false)
    expect(phraseAsk.safeParse(ask({ on: '2026-02-30' })).success).toBe(false)
    expect(phraseAsk.safeParse(ask()).success).toBe(true)
  })
})

describe('CALL-5 buffer phrase', () => {
  it('CLS-5c an angry customer hears a buffer phrase before anything is arranged', () => {
    expect(mayAdvance('resolve', 60, [plain])).toEqual({
      ok: false,
      error: { tag: 'phrase.buffer_due', field: 'stage', detail: { emotion: 60, fromEmotion: 60 } },
    })
    expect(mayAdvance('close', 95, [])).toMatchObject({ ok: false })
    expect(mayAdvance('resolve', 60, [plain, buffer])).toEqual({ ok: true, value: 'resolve' })
  })

  it('CALL-5 a calm customer, an earlier stage or a switched-off rule needs none', () => {
    expect(mayAdvance('resolve', 59, [])).toEqual({ ok: true, value: 'resolve' })
    expect(mayAdvance('empathise', 100, [])).toEqual({ ok: true, value: 'empathise' })
    expect(mayAdvance('resolve', 100, [], { ...defaultBufferRule, enabled: false }).ok).toBe(true)
  })

  it('CALL-5a is configurable: from which heat, before which stages', () => {
    const strict = { enabled: true, fromEmotion: 30, before: ['empathise'] as const }
    expect(mayAdvance('empathise', 30, [], strict).ok).toBe(false)
    expect(mayAdvance('resolve', 90, [], strict).ok).toBe(true)
  })
})

describe('TRU-5 phrase schema', () => {
  const bad = (over: object) => phraseSchema.safeParse({ ...plain, ...over }).success

  it('TRU-5 wants author and checker apart, a review after the start, and an honest slot list', () => {
    expect(phraseSchema.safeParse(plain).success).toBe(true)
    expect(bad({ reviewer: plain.author })).toBe(false)
    expect(bad({ reviewBy: '2023-01-01' })).toBe(false)
    expect(bad({ emotion: { from: 60, to: 40 } })).toBe(false)
    expect(bad({ slots: ['time'] })).toBe(false)
    expect(bad({ text: '{{time}}前给您回电' })).toBe(false)
    expect(bad({ text: '{{time}}前给您回电，{{time}}见', slots: ['time'] })).toBe(true)
    expect(bad({ author: 'nobody' })).toBe(false)
    expect(bad({ colour: 'red' })).toBe(false)
  })
})
