import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { numberOf, yearNumberOf } from '../../../shared/intake/numerals.ts'

const names = ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九']

/** How a number below 1000 is said, written apart from the reader. */
function said(value: number): string {
  if (value < 10) return names[value] ?? ''
  if (value < 20) return `十${value === 10 ? '' : names[value - 10]}`
  if (value < 100) return `${names[Math.floor(value / 10)]}十${value % 10 === 0 ? '' : names[value % 10]}`
  const rest = value % 100
  const tail = rest === 0 ? '' : rest < 10 ? `零${said(rest)}` : rest < 20 ? `一${said(rest)}` : said(rest)
  return `${names[Math.floor(value / 100)]}百${tail}`
}

describe('yearNumberOf', () => {
  it('CALL-3a years are said digit by digit', () => {
    expect(['二零二四', '二四', '一一三', '2024', '二十四'].map(yearNumberOf)).toEqual([2024, 24, 113, 2024, 24])
  })
})

describe('numberOf', () => {
  it('CALL-3a reads every number below 1000 as it is said', () => {
    const wrong = Array.from({ length: 1000 }, (_, value) => value).filter((value) => numberOf(said(value)) !== value)
    expect(wrong).toEqual([])
  })

  it.each([
    ['08', 8],
    ['零五', 5],
    ['二零二四', null],
    ['两三', null],
    ['一二', null],
    ['廿三', 23],
    ['卅一', 31],
    ['两', 2],
    ['百', 100],
    ['', null],
    ['十十', null],
    ['三五十', null],
    ['五廿', null],
    ['十百', null],
    ['x', null],
    ['123456789', null],
  ])('CALL-3a %s', (text, value) => {
    expect(numberOf(text)).toBe(value)
  })

  it('gives a whole number or nothing for any text', () => {
    const any = fc.oneof(
      fc.string(),
      fc.array(fc.constantFrom(...names, '十', '百', '廿', '3')).map((parts) => parts.join('')),
    )
    const property = fc.property(any, (text) => {
      const value = numberOf(text)
      expect(value === null || (Number.isInteger(value) && value >= 0)).toBe(true)
    })
    expect(() => fc.assert(property, { numRuns: 500 })).not.toThrow()
  }, 60_000)
})
