import fc from 'fast-check'

const unit = fc.oneof(
  { weight: 3, arbitrary: fc.integer({ min: 0, max: 0xffff }) },
  { weight: 2, arbitrary: fc.integer({ min: 0, max: 0x7f }) },
  { weight: 1, arbitrary: fc.integer({ min: 0x4e00, max: 0x9fff }) },
)

/** Any text at all: every UTF-16 unit, half surrogates and controls included, with ASCII and Chinese more often. */
export const anyText = fc.array(unit, { maxLength: 60 }).map((units) => String.fromCharCode(...units))
