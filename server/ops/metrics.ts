/** Counters and gauges in Prometheus text form. Labels hold routes, codes and verdicts, never ids of people. */
export interface Metrics {
  readonly count: (name: string, labels?: Readonly<Record<string, string>>, by?: number) => void
  readonly observe: (name: string, seconds: number) => void
  readonly gauge: (name: string, read: () => number) => void
  readonly text: () => string
}

const bucketsSeconds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10]

interface Histogram {
  readonly counts: number[]
  sum: number
  total: number
}

function labelText(labels: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(labels).map(([key, value]) => `${key}="${value.replaceAll(/["\\\n]/g, '_')}"`)
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`
}

function histogramText(name: string, histogram: Histogram): string[] {
  const lines = bucketsSeconds.map((le, i) => `${name}_bucket{le="${le}"} ${histogram.counts[i] ?? 0}`)
  return [
    ...lines,
    `${name}_bucket{le="+Inf"} ${histogram.total}`,
    `${name}_sum ${histogram.sum}`,
    `${name}_count ${histogram.total}`,
  ]
}

export function createMetrics(): Metrics {
  const counters = new Map<string, Map<string, number>>()
  const histograms = new Map<string, Histogram>()
  const gauges = new Map<string, () => number>()
  return {
    count: (name, labels = {}, by = 1) => {
      const series = counters.get(name) ?? new Map<string, number>()
      counters.set(name, series)
      const key = labelText(labels)
      series.set(key, (series.get(key) ?? 0) + by)
    },
    observe: (name, seconds) => {
      const known = histograms.get(name) ?? { counts: bucketsSeconds.map(() => 0), sum: 0, total: 0 }
      histograms.set(name, known)
      for (const [i, le] of bucketsSeconds.entries()) if (seconds <= le) known.counts[i] = (known.counts[i] ?? 0) + 1
      known.sum += seconds
      known.total += 1
    },
    gauge: (name, read) => {
      gauges.set(name, read)
    },
    text: () => {
      const lines: string[] = []
      for (const [name, series] of counters) {
        lines.push(`# TYPE ${name} counter`)
        for (const [labels, value] of series) lines.push(`${name}${labels} ${value}`)
      }
      for (const [name, histogram] of histograms)
        lines.push(`# TYPE ${name} histogram`, ...histogramText(name, histogram))
      for (const [name, read] of gauges) lines.push(`# TYPE ${name} gauge`, `${name} ${read()}`)
      return `${lines.join('\n')}\n`
    },
  }
}
