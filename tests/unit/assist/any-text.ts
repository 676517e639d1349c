import fc from 'fast-check'

/** Texts of any UTF-16 units, lone surrogates, controls and direction marks included; far quicker to make than 'binary'. */
export const anyText = (maxLength: number): fc.Arbitrary<string> =>
  fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)), maxLength })
