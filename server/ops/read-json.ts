import { Problem } from '../problem.ts'

/** Deeper than anything the interface knows; a body nested further would exhaust the stack of who walks it. */
const maxDepth = 24

/** Where the string that begins at `start` ends: the next quote with an even number of backslashes before it. */
function endOfString(text: string, start: number): number {
  let end = text.indexOf('"', start + 1)
  while (end > 0) {
    let slashes = 0
    while (text.charCodeAt(end - 1 - slashes) === 0x5c) slashes++
    if (slashes % 2 === 0) return end
    end = text.indexOf('"', end + 1)
  }
  return text.length
}

/** Looks through JSON text, without reading it, for how deep it nests; text in quotes does not count. */
function isTooDeep(text: string, limit = maxDepth): boolean {
  let depth = 0
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code === 0x22) i = endOfString(text, i)
    else if (code === 0x7b || code === 0x5b) {
      depth++
      if (depth > limit) return true
    } else if (code === 0x7d || code === 0x5d) depth--
  }
  return false
}

/** JSON of a request body; a name that would change an object's prototype is refused. */
export function readJson(text: string): unknown {
  if (isTooDeep(text)) throw new Problem(400, 'body.too_deep')
  if (text.includes('"__proto__"')) throw new Problem(400, 'body.malformed')
  try {
    return JSON.parse(text)
  } catch {
    throw new Problem(400, 'body.malformed')
  }
}
