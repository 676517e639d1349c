import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readCall, readCallLink } from '../../../shared/intake/incoming-call.ts'
import { readPhones } from '../../../shared/intake/phone.ts'

const linkTo = (query: string) => readCallLink(`redress://call?${query}`)
const numberIn = (query: string) => {
  const read = linkTo(query)
  if (!read.ok) throw new Error(read.error.tag)
  return read.value.number
}

describe('CALL-12b a call handed over by link', () => {
  it('gives number, queue and id', () => {
    expect(linkTo('number=13812341234&queue=%E6%8A%95%E8%AF%89&callId=a-1')).toEqual({
      ok: true,
      value: { number: '13812341234', queue: '投诉', callId: 'a-1' },
    })
    expect(readCallLink('REDRESS://CALL/?number=400-820-8820#x')).toMatchObject({ ok: true })
  })

  it.each([
    ['number=+8613812341234', '+8613812341234'],
    ['number=%2B8613812341234', '+8613812341234'],
    ['number=+1 415 555 2671', '+1 415 555 2671'],
    ['number=tel:+86-138-1234-1234;ext=2', '+86-138-1234-1234'],
    ['number=sip%3A13812341234%40pbx.example', '13812341234'],
    [
      'number=%EF%BC%91%EF%BC%93%EF%BC%98%EF%BC%91%EF%BC%92%EF%BC%93%EF%BC%94%EF%BC%91%EF%BC%92%EF%BC%93%EF%BC%94',
      '１３８１２３４１２３４',
    ],
  ])('reads the number of %s', (query, number) => {
    expect(numberIn(query)).toBe(number)
    expect(readPhones(number)).toMatchObject({ ok: true })
  })

  it.each([
    'number=anonymous',
    'number=',
    '',
    'number=Unknown',
    'number=%E9%9A%90%E8%97%8F',
    'number=sip:anonymous@x',
    'number=-1',
  ])('takes %s for a withheld number', (query) => {
    expect(numberIn(query)).toBeNull()
  })

  it('hands on a number that is none, for the form to say so', () => {
    expect(numberIn('number=abc12')).toBe('abc12')
    expect(numberIn('number=<b>1</b>')).toBe('<b>1</b>')
  })

  it('takes marks away that turn or hide what is read', () => {
    expect(numberIn('number=138%E2%80%AE12341234%00')).toBe('13812341234')
  })

  it.each([
    ['redress://case?id=1', 'call.not_ours'],
    ['https://call?number=1', 'call.not_ours'],
    ['redress://call.example?number=1', 'call.not_ours'],
    [' --no-sandbox', 'call.not_ours'],
    ['redress://call?number=%E0%A4', 'call.malformed'],
    [`redress://call?number=${'1'.repeat(41)}`, 'call.too_long'],
    [`redress://call?queue=${'q'.repeat(61)}`, 'call.too_long'],
    [`redress://call?callId=${'c'.repeat(121)}`, 'call.too_long'],
    [`redress://call?x=${'c'.repeat(2001)}`, 'call.too_long'],
  ])('refuses %s', (link, tag) => {
    expect(readCallLink(link)).toMatchObject({ ok: false, error: { tag } })
  })

  it('takes the first of two numbers, and no field of another type', () => {
    expect(numberIn('number=13812341234&number=13900000000')).toBe('13812341234')
    expect(readCall({ number: 13812341234 })).toMatchObject({
      ok: false,
      error: { tag: 'call.not_text', field: 'number' },
    })
  })

  it('answers any text with a call or a refusal', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const read = linkTo(text)
        expect(read.ok ? [...(read.value.number ?? '')].length <= 40 : read.error.tag.startsWith('call.')).toBe(true)
      }),
    )
  })
})
