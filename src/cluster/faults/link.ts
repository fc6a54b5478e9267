/** What the faults of links have in common: the ends they name, and the entry that they put into the network. */
import type { ActiveFault } from '../../api/fault.ts'
import { refused, shown, type Refused } from '../../api/refusal.ts'
import type { Micros } from '../../sim/time.ts'
import { controlPlaneEnd, internetEnd } from '../network/link.ts'
import { networkStateAt } from '../network/network-state.ts'
import { choiceProblem, type Injection, type Surroundings } from './fault.ts'

export interface Ends {
  readonly a: string
  readonly b?: string
}

export function endsProblem({ a, b }: Ends, { parts }: Surroundings): Refused | undefined {
  const nodes = parts.filter((part) => part.startsWith('node/')).map((part) => part.slice('node/'.length))
  const known = [...nodes, controlPlaneEnd, internetEnd]
  if (b !== undefined && !known.includes(b)) return choiceProblem('a', a, known) ?? refused('fault.choice-or-none', { field: 'b', known: known.join(', '), value: shown(b) })
  return choiceProblem('a', a, known) ?? (a === b ? refused('fault.ends', { end: a }) : undefined)
}

export function troubleLink({ ctx, id }: Injection, { a, b = '' }: Ends, { percentLost, delay }: { percentLost: number; delay: Micros }): boolean {
  networkStateAt(ctx)?.links.set(id, Object.freeze({ a, b, percentLost, delay }))
  return true
}

export const mendLink = ({ ctx }: Injection, { id }: ActiveFault): void => void networkStateAt(ctx)?.links.delete(id)
