import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cleanLine, cleanText, textLimits } from '../../../shared/intake/text.ts'
import { cpuMs } from '../cpu-time.ts'
import { anyText } from './any-text.ts'

const rule = { field: 'issue.symptom', max: 50 }
const line = (text: string) => {
  const clean = cleanLine(text, rule)
  return clean.ok ? clean.value : clean.error.tag
}
const text = (raw: string) => {
  const clean = cleanText(raw, rule)
  return clean.ok ? clean.value : clean.error.tag
}

describe('cleanLine', () => {
  it.each([
    ['trims and joins white space', '  订单 \t\r\n 列表\u3000打不开 ', '订单 列表 打不开'],
    ['drops control characters', '订\u0000单\u0007\u001b[31m\u007f\u009f', '订单[31m'],
    ['drops bidi overrides and isolates', 'abc\u202e\u2066def\u2069\u200f', 'abcdef'],
    ['drops zero-width and annotation marks', 'a\u200bb\u2060c\ufeffd\u00ade\ufff9f', 'abcdef'],
    ['drops tag characters that hide text', 'hi\u{e0068}\u{e0069}', 'hi'],
    ['keeps a flag that is spelled with tags', '\u{1f3f4}\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}', '🏴󠁧󠁢󠁥󠁮󠁧󠁿'],
    ['keeps emoji with joiners and selectors', '👩‍👧‍👦 ❤️', '👩‍👧‍👦 ❤️'],
    ['keeps CJK extension B', '𠮷田𠀀', '𠮷田𠀀'],
    ['composes to NFC', 'cafe\u0301', 'café'],
    ['replaces half surrogates', 'a\ud800b', 'a\ufffdb'],
  ])('%s', (_, raw, clean) => {
    expect(line(raw)).toBe(clean)
  })

  it('counts code points and names the field when the text is too long', () => {
    expect(line('𠮷'.repeat(50))).toBe('𠮷'.repeat(50))
    expect(cleanLine('𠮷'.repeat(51), rule)).toEqual({
      ok: false,
      error: { tag: 'text.too_long', field: 'issue.symptom', detail: { max: 50, length: 51 } },
    })
  })

  it('refuses a megabyte without working on it', () => {
    const huge = 'e\u0301\u202e'.repeat(333_334)
    const started = cpuMs()
    const refused = [cleanLine(huge, rule), cleanText(huge, rule)].map((one) => (one.ok ? '' : one.error.tag))
    expect(refused).toEqual(['text.too_long', 'text.too_long'])
    expect(cpuMs() - started).toBeLessThan(500)
  })
})

describe('cleanText', () => {
  it.each([
    ['makes one kind of line end', 'a\r\nb\rc\u2028d\u0085e', 'a\nb\nc\nd\ne'],
    ['keeps tabs inside and drops spaces at line ends', 'a\tb  \n c ', 'a\tb\n c'],
    ['keeps at most two empty lines', 'a\n\n\n\n\n\nb', 'a\n\n\nb'],
    ['drops controls and bidi marks', 'a\u0000\u202eb\u000bc', 'abc'],
  ])('%s', (_, raw, clean) => {
    expect(text(raw)).toBe(clean)
  })

  it('refuses what stays too long after cleaning', () => {
    expect(text('字'.repeat(51))).toBe('text.too_long')
    expect(text(`${'\u0000'.repeat(500)}字`)).toBe('字')
  })
})

describe('any text', () => {
  it('is clean after cleaning, and cleaning again changes nothing', () => {
    const hidden = fc.constantFrom('\u202e', '\u0000', '\u200b', '\r\n', '\u2028', '\u{e0041}', '\ud83d', '\u0301', ' ')
    const any = fc.array(fc.oneof(anyText, hidden), { maxLength: 12 }).map((parts) => parts.join(''))
    const property = fc.property(any, (raw) => {
      for (const clean of [cleanLine, cleanText]) {
        const once = clean(raw, { field: 'x', max: textLimits.text })
        const value = once.ok ? once.value : ''
        expect(value).not.toMatch(/(?![\n\t])\p{Cc}|[\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]/u)
        expect(value.isWellFormed()).toBe(true)
        expect(clean(value, { field: 'x', max: textLimits.text })).toEqual(once)
      }
    })
    expect(() => fc.assert(property, { numRuns: 500 })).not.toThrow()
  }, 60_000)
})
