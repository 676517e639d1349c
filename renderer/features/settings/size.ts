const units = ['kB', 'MB', 'GB', 'TB'] as const

/** `1.4 GB`: in the largest unit that leaves a whole number before the point. */
export function sizeOf(bytes: number): string {
  const power = Math.min(units.length, Math.max(1, Math.floor(Math.log10(Math.max(1, bytes)) / 3)))
  const value = bytes / 1000 ** power
  return `${value < 10 ? value.toFixed(1) : Math.round(value)} ${units[power - 1]}`
}
