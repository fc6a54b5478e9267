/** Numbers that may be percentages. Follows kubernetes v1.36 apimachinery/pkg/util/intstr (GetScaledValueFromIntOrPercent). */

/** The number, or the percentage of `total`, rounded up or down; text that is no percentage counts as 0. */
export function scaledValue(value: number | string, total: number, rounding: 'up' | 'down'): number {
  if (typeof value === 'number') return value
  const percent = percentage(value)
  if (percent === undefined) return 0
  return rounding === 'up' ? Math.ceil((percent * total) / 100) : Math.floor((percent * total) / 100)
}

/** 25 of `25%`, undefined if it is not a percentage. */
export function percentage(text: string): number | undefined {
  const match = /^([+-]?\d+)%$/.exec(text)
  return match ? Number(match[1]) : undefined
}
