/** The way of one request through the picture: which places it touched, and along which edges. */
import type { Hop, Place } from '../worker/protocol.ts'

export interface Way {
  /** Places passed, and `kube-proxy/NODE` where a rule chose. */
  readonly places: ReadonlySet<Place>
  /** Edges by id, `FROM TO`. */
  readonly edges: ReadonlySet<string>
}

export const noWay: Way = { places: new Set(), edges: new Set() }

/**
 * The ingress controller looks a Service up and sends to the pod itself, so the last Service named at a depth is where a
 * link to a pod is drawn from. Answers go back the same way and add nothing.
 */
export function wayOf(hops: readonly Hop[]): Way {
  if (hops.length === 0) return noWay
  const places = new Set<Place>()
  const edges = new Set<string>()
  const gates = new Map<number, Place>()
  for (const { type, depth, from, to, params } of hops) {
    if (type === 'reply' || type === 'fail') continue
    places.add(from).add(to)
    edges.add(`${from} ${to}`)
    if (to.startsWith('services/')) gates.set(depth, to)
    const gate = gates.get(depth)
    if (gate && to.startsWith('pods/')) edges.add(`${gate} ${to}`)
    if (type === 'rule') places.add(`kube-proxy/${params['node'] ?? ''}`)
  }
  return { places, edges }
}
