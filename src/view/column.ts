/**
 * The traffic column: Services as gates below each other, and CoreDNS at its foot. The more gates there are, the smaller
 * they are, so that a column that is longer than the room does not make the whole picture small.
 */
import { readable } from './density.ts'
import type { Measures, Rect } from './measures.ts'

/** With the largest gates that leave the picture its size; the smallest, if none do. `slots` are those that are taken. */
export function withGates(given: Measures, slots: readonly number[]): Measures {
  const smaller = given.smallGates.map(({ h, step }): Measures => ({ ...given, gate: { ...given.gate, h }, gateStep: step }))
  const fits = (measures: Measures): boolean => (columnFoot(measures, slots) + measures.foot) * readable <= given.room.h
  return [given, ...smaller].find(fits) ?? smaller.at(-1) ?? given
}

export const gateRect = ({ gate, gateStep }: Measures, slot: number): Rect => ({ ...gate, y: gate.y + slot * gateStep })

/** Between two gates. */
export const gateGap = ({ gate, gateStep }: Measures): number => gateStep - gate.h

/** Where the traffic column ends at least. */
export function columnFoot(measures: Measures, slots: readonly number[]): number {
  const last = gateRect(measures, Math.max(0, ...slots))
  return last.y + last.h + (slots.length > 0 ? dnsGap(measures) + dnsHeight : 0)
}

const dnsHeight = 28
const dnsGap = (measures: Measures): number => Math.min(36, Math.max(12, gateGap(measures)))

/** At the column's foot, level with the node field's, or below the last gate; none before there is a gate, and on a phone. */
export function dnsRect(measures: Measures, gates: readonly { readonly rect: Rect }[], fieldFoot: number): Rect | null {
  if (gates.length === 0 || measures.profile === 'phone') return null
  const below = Math.max(...gates.map(({ rect }) => rect.y + rect.h)) + dnsGap(measures)
  return { x: measures.gate.x, w: measures.gate.w, h: dnsHeight, y: Math.max(below, fieldFoot - dnsHeight) }
}
