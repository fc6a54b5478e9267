/** Durations as Go writes and reads them: `1h10m`, `30s`, `500ms`. */
const unitSeconds: { readonly [unit: string]: number } = { h: 3_600, m: 60, s: 1, ms: 0.001, us: 0.000_001, 'µs': 0.000_001, ns: 0.000_000_001 }

/** Seconds; undefined if it cannot be read. */
export function durationOf(text: string): number | undefined {
  if (text === '0') return 0
  const [, sign = '', rest = ''] = /^([+-]?)(.*)$/.exec(text) ?? []
  if (!/^(?:(?:\d+\.?\d*|\.\d+)(?:h|ms|us|µs|ns|m|s))+$/.test(rest)) return undefined
  const parts = [...rest.matchAll(/(\d+\.?\d*|\.\d+)(h|ms|us|µs|ns|m|s)/g)]
  const sum = parts.reduce((seconds, [, number = '0', unit = 's']) => seconds + Number(number) * (unitSeconds[unit] ?? 0), 0)
  return sign === '-' ? -sum : sum
}
