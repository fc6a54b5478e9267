/**
 * Links between the ends of the cluster, and what is wrong with them: cut, slow, lossy. Ends are the machines of nodes,
 * `control-plane` (one machine for everything that is no node's) and `internet`. What does not leave its end crosses no
 * link. Lost packets are sent again as Linux does it (tcp(7), resolv.conf(5)), so that loss is delay, until nobody tries
 * any more.
 */
import { instanceOf, typeOf, type StepContext } from '../../sim/part.ts'
import { micros, type Micros } from '../../sim/time.ts'
import { networkStateAt, type NetworkState } from './network-state.ts'

export const controlPlaneEnd = 'control-plane'
export const internetEnd = 'internet'

/** What is wrong between `a` and `b`, or, if `b` is '', between `a` and everything. Frozen. */
export interface LinkTrouble {
  readonly a: string
  readonly b: string
  /** Of 100 packets. 100 is a cut. */
  readonly percentLost: number
  /** One way. */
  readonly delay: Micros
}

/** The end that a part stands at. */
export function endOf(part: string): string {
  if (part === 'network') return internetEnd
  return ['node', 'kubelet', 'kube-proxy'].includes(typeOf(part)) ? instanceOf(part) : controlPlaneEnd
}

/** How often a lost packet is sent, the wait after the first time, and whether the wait doubles. */
const attempts = {
  connect: { count: 7, wait: 1_000_000, doubles: true },
  data: { count: 15, wait: 200_000, doubles: true },
  dns: { count: 2, wait: 5_000_000, doubles: false },
}
export type Sent = keyof typeof attempts

export interface Crossing {
  readonly isLost: boolean
  /** On top of what the way takes anyway. */
  readonly delay: Micros
}

const unhindered: Crossing = { isLost: false, delay: micros(0) }

/** What becomes of something that is sent from end to end, one after the other where it passes several. */
export function cross(ctx: StepContext, ends: readonly string[], sent: Sent): Crossing {
  const troubles = networkStateAt(ctx)?.links
  if (!troubles || troubles.size === 0) return unhindered
  const met = ends.flatMap((end, index) => troublesBetween([...troubles.values()], ends[index - 1] ?? end, end))
  if (met.length === 0) return unhindered
  const slow = met.reduce((sum, { delay }) => sum + delay, 0)
  const failures = failuresIn(ctx, met, attempts[sent].count)
  const { count, wait, doubles } = attempts[sent]
  if (failures >= count) return { isLost: true, delay: micros(0) }
  return { isLost: false, delay: micros(slow + wait * (doubles ? 2 ** failures - 1 : failures)) }
}

/** True if nothing at all comes through. */
export function isCut(ctx: StepContext, from: string, to: string): boolean {
  const state = networkStateAt(ctx)
  return state !== undefined && isCutIn(state, from, to)
}

export const isCutIn = ({ links }: NetworkState, from: string, to: string): boolean =>
  links.size > 0 && troublesBetween([...links.values()], from, to).some(({ percentLost }) => percentLost >= 100)


function troublesBetween(troubles: readonly LinkTrouble[], from: string, to: string): LinkTrouble[] {
  if (from === to) return []
  return troubles.filter(({ a, b }) => (b === '' ? a === from || a === to : (a === from && b === to) || (a === to && b === from)))
}

/** Attempts in vain before one came through, `limit` if none did. */
function failuresIn(ctx: StepContext, troubles: readonly LinkTrouble[], limit: number): number {
  const lossy = troubles.filter(({ percentLost }) => percentLost > 0)
  const isLostOnce = () => lossy.some(({ percentLost }) => percentLost >= 100 || (ctx.random() / 0x1_0000_0000) * 100 < percentLost)
  let failures = 0
  while (failures < limit && isLostOnce()) failures++
  return failures
}
