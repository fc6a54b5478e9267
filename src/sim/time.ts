/**
 * Simulated time: integer microseconds since the cluster was born. A branded number, so that an API field in seconds or
 * a wall-clock millisecond cannot be passed where simulated time is meant.
 */
declare const brand: unique symbol
export type Micros = number & { readonly [brand]: 'micros' }

const isMicros = (value: number): value is Micros => Number.isSafeInteger(value)

/** Rounds to a whole microsecond; throws on NaN, infinity and beyond 2^53. */
export function micros(value: number): Micros {
  const rounded = Math.round(value)
  if (!isMicros(rounded)) throw new RangeError(`not a simulated time: ${value}`)
  return rounded
}

export const ms = (value: number): Micros => micros(value * 1_000)
export const seconds = (value: number): Micros => micros(value * 1_000_000)
export const minutes = (value: number): Micros => micros(value * 60_000_000)
export const plus = (a: Micros, b: Micros): Micros => micros(a + b)
export const later = (a: Micros, b: Micros): Micros => (a > b ? a : b)
