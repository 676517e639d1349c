import { describe, expect, it } from 'vitest'
import { canonicalJson, type Json } from '../../../shared/kernel/canonical.ts'
import { PullResponseSchema, quickAnswers, SnapshotChunkSchema } from '../../../shared/sync/protocol.ts'
import vectors from '../kernel/vectors.json' with { type: 'json' }

const [link] = vectors.chain
const hash = 'a'.repeat(64)
const text = canonicalJson(link?.event as unknown as Json)
const place = `"caseV":1,"serverMs":5,"atMs":5,"caseHash":"${hash}"`
const tail = `"keys":[],"erased":[],"serverMs":6`
const page = `{"scope":"team:a","from":0,"to":1,"head":1,"events":[{"seq":1,${place},"event":${text}}]}`
const pull = `{"epoch":"e","aclV":1,"pages":[${page}],"gone":[],${tail}}`
const record = `{"case":"${link?.event.case}","events":[{${place},"event":${text}}]}`
const snapshot = `{"epoch":"e","scope":"team:a","seq":1,"digest":"${hash}","cases":[${record}],"next":null,${tail}}`

describe('answers that carry events by the thousand', () => {
  it('are read as their schemas read them', () => {
    expect(quickAnswers.pull.parse(JSON.parse(pull))).toEqual(PullResponseSchema.parse(JSON.parse(pull)))
    expect(quickAnswers.snapshot.parse(JSON.parse(snapshot))).toEqual(SnapshotChunkSchema.parse(JSON.parse(snapshot)))
  })

  it('keep each event in the order of its exact bytes', () => {
    const event = quickAnswers.pull.parse(JSON.parse(pull)).pages[0]?.events[0]?.event
    expect(JSON.stringify(event)).toBe(text)
  })

  it.each(['"n":', '"devPrev":"', '"kind":"'])('refuse an event whose %s is not one', (part) => {
    expect(
      quickAnswers.pull.safeParse(JSON.parse(pull.replace(part, part.replace(/"(\w+)":/, `"$1x":`)))).success,
    ).toBe(false)
    expect(quickAnswers.pull.safeParse(JSON.parse(pull)).success).toBe(true)
  })
})
