/** Values a hostile client puts where something else belongs. */
export const nasty: readonly unknown[] = [
  "'; DROP TABLE events; --",
  "' OR '1'='1",
  '$1',
  '{"a","b"}',
  '{NULL}',
  '\\',
  '\u0000',
  'a\u0000b',
  '\ud800',
  '../../etc/passwd',
  '👩‍👩‍👧‍👧'.repeat(50),
  'x'.repeat(300_000),
  -1,
  0,
  1.5,
  1e308,
  2 ** 53,
  2 ** 63,
  true,
  null,
  [],
  {},
  [[[[[[[[[[[[1]]]]]]]]]]]],
  { constructor: { prototype: { polluted: true } } },
]

/** Every place in a JSON value, as a path. */
export function placesOf(
  value: unknown,
  at: readonly (string | number)[] = [],
): readonly (readonly (string | number)[])[] {
  if (value === null || typeof value !== 'object') return [at]
  const inside = Object.entries(value).flatMap(([key, item]) => placesOf(item, [...at, key]))
  return at.length === 0 ? inside : [at, ...inside]
}

/** The value with what stands at a place put through `how`; `undefined` takes it out. */
export function change(value: unknown, path: readonly (string | number)[], how: (old: unknown) => unknown): unknown {
  const [key, ...rest] = path
  if (key === undefined) return how(value)
  const copy = structuredClone(value) as Record<string, unknown>
  copy[key] = change(copy[key], rest, how)
  if (copy[key] === undefined && !Array.isArray(copy)) delete copy[key]
  return copy
}
