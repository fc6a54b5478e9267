/**
 * A fingerprint of plain data: equal contents have equal fingerprints, whatever of it is shared, in Node and in every
 * browser. Frozen objects are written once for each content.
 */
import { toJson, type Json } from './encode.ts'

export function hash(value: unknown): string {
  const [byObject, byText] = [new Map<object, number>(), new Map<string, number>()]
  const refer = (frozen: object): Json => {
    let place = byObject.get(frozen)
    if (place === undefined) {
      const text = JSON.stringify(frozen)
      place = byText.get(text) ?? byText.size
      byText.set(text, place)
      byObject.set(frozen, place)
    }
    return { $: place }
  }
  const root = JSON.stringify(toJson(value, refer))
  return hashText([...byText.keys(), root].join('\n'))
}

/** 106 bits as hex, from two 53-bit cyrb53 passes with different seeds; a fingerprint, not a signature. */
const hashText = (text: string): string => cyrb53(text, 0) + cyrb53(text, 0x9e3779b1)

function cyrb53(text: string, seed: number): string {
  let h1 = 0xdeadbeef ^ seed
  let h2 = 0x41c6ce57 ^ seed
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    h1 = Math.imul(h1 ^ unit, 2654435761)
    h2 = Math.imul(h2 ^ unit, 1597334677)
  }
  h1 = Math.imul(h1 ^ (h1 >>> 16), 2246822507) ^ Math.imul(h2 ^ (h2 >>> 13), 3266489909)
  h2 = Math.imul(h2 ^ (h2 >>> 16), 2246822507) ^ Math.imul(h1 ^ (h1 >>> 13), 3266489909)
  return (4294967296 * (2097151 & h2) + (h1 >>> 0)).toString(16).padStart(14, '0')
}
