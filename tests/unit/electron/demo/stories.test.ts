import { parsePhoneNumberFromString } from 'libphonenumber-js/max'
import { describe, expect, it } from 'vitest'
import { classificationOf, isComplaint, matters, resolveTargetMs } from '../../../../electron/demo/matters.ts'
import { caseCount, dayMs, spanDays, statusShares } from '../../../../electron/demo/plan.ts'
import { tellStories } from '../../../../electron/demo/stories.ts'
import reasons from '../../../../resources/reasons.json' with { type: 'json' }
import { demoCaller, demoPeople, demoStaff, demoTeams } from '../../../../shared/contract/demo.ts'

const nowMs = Date.UTC(2026, 9, 14, 2, 30)
const acts = tellStories(7, nowMs)
const opened = acts.filter((act) => act.command.type === 'open')
const text = JSON.stringify(acts)

describe('the stories of the demonstration', () => {
  it('are at least 300 cases over 60 days, told in order and up to now', () => {
    expect(caseCount).toBeGreaterThanOrEqual(300)
    expect(opened).toHaveLength(caseCount)
    const times = acts.map((act) => act.atMs)
    expect(times).toEqual([...times].sort((a, b) => a - b))
    expect(times.at(-1)).toBeLessThanOrEqual(nowMs)
    expect(nowMs - (times[0] ?? 0)).toBeGreaterThan((spanDays - 5) * dayMs)
    expect(nowMs - (times[0] ?? 0)).toBeLessThan((spanDays + 1) * dayMs)
  })

  it('are the same for the same seed and moment, and others for another seed', () => {
    expect(JSON.stringify(tellStories(7, nowMs))).toBe(text)
    expect(JSON.stringify(tellStories(8, nowMs))).not.toBe(text)
  })

  it('have shares of states that make a whole', () => {
    const total = Object.values(statusShares).reduce((sum, share) => sum + share, 0)
    expect(total).toBeCloseTo(1, 10)
  })

  it('leave several transfers for the handler of `npm start` to answer', () => {
    const { team } = demoPeople.handler
    const own = acts.filter(({ command }) => command.type === 'transfer' && command['toTeam'] === team)
    const over = new Set(
      acts
        .filter(({ command }) => /^(?:answerTransfer|returnTransfer|withdraw|close)$/.test(command.type))
        .map(({ story }) => story),
    )
    expect(own.filter(({ story }) => !over.has(story)).length).toBeGreaterThanOrEqual(3)
  })

  it('hold no phone number that could belong to somebody', () => {
    const phones = opened.flatMap((act) => (act.command['customer'] as { phones: string[] }).phones)
    expect(new Set(phones).size).toBeGreaterThan(100)
    for (const phone of phones) {
      const isKeptFree = /^\+1202555(01\d\d)$/.test(phone)
      const isNobodys = /^\+86154\d{8}$/.test(phone) && parsePhoneNumberFromString(phone)?.isValid() === false
      expect(isKeptFree || isNobodys, phone).toBe(true)
    }
    // Nothing else in them looks like a number of a person, an identity card or a bank card either.
    const others = text.replace(/"phones":\[[^\]]*\]/g, '').replace(/"(atMs|\w+Ms)":\d+/g, '')
    expect(others.match(/(?<!\d)\d{7,}(?!\d)/g)).toBeNull()
    expect(text.match(/[\w.]+@(?!example\.com)[\w.]+/g)).toBeNull()
  })

  it('know the caller of the worked example, and others who called before', () => {
    const isCaller = (act: (typeof opened)[number]) =>
      (act.command['customer'] as { phones: string[] }).phones.includes(demoCaller.phone)
    const earlier = opened.filter(isCaller)
    expect(earlier.length).toBeGreaterThanOrEqual(2)
    expect(earlier[0]?.by).toBe(demoPeople.agent.id)
    const paid = acts.filter((act) => act.story === earlier[0]?.story && act.command.type === 'payCompensation')
    expect(paid).toHaveLength(1)
    expect(opened.filter((act) => act.customerOf !== undefined).length).toBeGreaterThan(60)
    expect(opened.filter((act) => act.repeatOf !== undefined).length).toBeGreaterThan(20)
    expect(acts.filter((act) => act.command.type === 'payCompensation').length).toBeGreaterThan(20)
  })

  it('are told by people of the organisation', () => {
    const known = new Set(demoStaff.map(({ id }) => id))
    expect([...new Set(acts.map(({ by }) => by))].filter((by) => !known.has(by))).toEqual([])
    expect(new Set(demoStaff.map(({ team }) => team)).size).toBe(demoTeams.length)
  })
})

describe('what the customers of the demonstration call about', () => {
  it('is at least 60 matters, each with its own words', () => {
    expect(matters.length).toBeGreaterThanOrEqual(60)
    for (const key of ['id', 'symptom', 'impact', 'measures', 'reply'] as const) {
      const words = matters.flatMap((matter) => matter[key] ?? [])
      const repeated = words.filter((word, i) => words.indexOf(word) !== i && !word.startsWith('不涉及'))
      expect(repeated, key).toEqual([])
    }
  })

  it('has a cause from the list, or a reply', () => {
    const causes = reasons.groups.find(({ id }) => id === 'cause')?.reasons.map(({ id }) => id) ?? []
    for (const matter of matters) {
      expect(resolveTargetMs(classificationOf(matter)), matter.id).toBeGreaterThan(0)
      if (isComplaint(matter)) expect(causes, matter.id).toContain(matter.cause?.code)
      else expect(matter.reply, matter.id).toMatch(/\S/)
    }
  })
})
