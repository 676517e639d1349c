/** Beginnings that a spreadsheet takes for a formula, half- and full-width. */
const leads = /^[=+\-@\t\r\n＝＋－＠]/
const guarded = /^'+[=+\-@\t\r\n＝＋－＠]/
/** A signed number or a phone number begins like a formula and is none. */
const plainNumber = /^[+\-＋－]?[\d\s().,/-]+(;ext=\d+)?$/

/** Text of a spreadsheet's cell that is never worked out: an apostrophe is put in front. `plainCell` takes it away again. */
export const neutralCell = (text: string): string => (leads.test(text) || guarded.test(text) ? `'${text}` : text)

/** The text as it was before `neutralCell`; any other text is left alone. */
export const plainCell = (text: string): string => (guarded.test(text) ? text.slice(1) : text)

/** A cell that a spreadsheet would have worked out, or that was guarded against it: shown to whoever imports it. */
export const looksLikeFormula = (text: string): boolean =>
  guarded.test(text) || (leads.test(text) && !plainNumber.test(text))
