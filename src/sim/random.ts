/**
 * Counter-based random numbers: a pure function of (seed, stream, counter), so that a part that draws more does not
 * reshuffle what the others draw. The mixing is the 32-bit finaliser of MurmurHash3 applied twice over the key.
 */

/** FNV-1a over the UTF-16 units of a name; names streams and keys. */
export function hashName(name: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < name.length; i++) hash = Math.imul(hash ^ name.charCodeAt(i), 0x01000193)
  return hash >>> 0
}

/** An unsigned 32-bit number. */
export function randomUint32(seed: number, stream: number, counter: number): number {
  const keyed = mix(Math.imul(seed >>> 0, 0x9e3779b1) ^ stream)
  return mix(keyed ^ Math.imul(counter >>> 0, 0x85ebca77) ^ mix(Math.floor(counter / 0x1_0000_0000)))
}

function mix(value: number): number {
  let h = (value + 0x6d2b79f5) | 0
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return (h ^ (h >>> 16)) >>> 0
}

const hexBytes: readonly string[] = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))
const hexByte = (value: number): string => hexBytes[value & 255] ?? ''

/** The eight hexadecimal digits of an unsigned 32-bit number; engines print large numbers to another base slowly. */
export const hexOf = (value: number): string => hexByte(value >>> 24) + hexByte(value >>> 16) + hexByte(value >>> 8) + hexByte(value)

/** A whole number in [0, bound), without modulo bias worth seeing (bound is far below 2^32). */
export const below = (random: () => number, bound: number): number => Math.floor((random() / 0x1_0000_0000) * bound)

/** A whole number in [from, to]. */
export const between = (random: () => number, from: number, to: number): number => from + below(random, to - from + 1)
