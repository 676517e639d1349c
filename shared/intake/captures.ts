/** What a group of a regular expression caught; empty when there was no match or the group took no part in it. */
export function caught(match: RegExpExecArray | null, group: number): string {
  return match?.[group] ?? ''
}
