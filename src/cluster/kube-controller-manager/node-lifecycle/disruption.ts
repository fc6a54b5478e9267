/**
 * How bad it is in a zone, which decides how fast its nodes are tainted. Follows kubernetes v1.36
 * pkg/controller/nodelifecycle (ComputeZoneState, handleDisruption): if no node of the whole cluster is ready, it is
 * probably the control plane that is cut off, and nothing is evicted.
 */
import type { Node } from '../../../api/generated/types.ts'
import { seconds, type Micros } from '../../../sim/time.ts'
import { readyOf } from './health.ts'

export type ZoneState = 'Normal' | 'PartialDisruption' | 'FullDisruption'

export const zoneOf = ({ metadata }: Node): string => {
  const labels = metadata.labels ?? {}
  return `${labels['topology.kubernetes.io/region'] ?? ''}:${labels['topology.kubernetes.io/zone'] ?? ''}`
}

export function zoneStates(nodes: readonly Node[]): Map<string, { state: ZoneState; size: number }> {
  const zones = new Map<string, { size: number; notReady: number }>()
  for (const node of nodes) {
    const zone = zones.get(zoneOf(node)) ?? { size: 0, notReady: 0 }
    zone.size++
    if (readyOf(node)?.status !== 'True') zone.notReady++
    zones.set(zoneOf(node), zone)
  }
  return new Map([...zones].map(([name, { size, notReady }]) => [name, { state: stateOf(size, notReady), size }]))
}

/** Upstream's --unhealthy-zone-threshold. */
const unhealthyThreshold = 0.55

function stateOf(size: number, notReady: number): ZoneState {
  if (notReady === size && notReady > 0) return 'FullDisruption'
  return notReady > 2 && notReady / size >= unhealthyThreshold ? 'PartialDisruption' : 'Normal'
}

/** Time between two taintings in a zone: 0.1 per second, 0.01 in a large disrupted zone, never in a small one. */
export function taintInterval({ state, size }: { state: ZoneState; size: number }): Micros | undefined {
  if (state !== 'PartialDisruption') return seconds(10)
  return size > 50 ? seconds(100) : undefined
}
