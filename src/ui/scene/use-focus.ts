/** What the scene stresses: the selected object, or the way of the chosen request. */
import { useMemo } from 'react'
import type { Focus } from '../../view/graph.ts'
import { wayOf } from '../../view/way.ts'
import type { Hop } from '../../worker/protocol.ts'
import type { Refused } from '../../view/refusal.ts'
import { usePointed } from '../editor/pointed.ts'
import { useAsked } from '../inspector/use-asked.ts'
import { useRequestDetail } from '../inspector/use-request-detail.ts'
import { useCluster, useView } from '../store.ts'

export interface SceneFocus extends Focus {
  /** Edges on the way, by id; and the request's id, 0 if none. */
  readonly lit: ReadonlySet<string>
  readonly chosen: number
}

const noHops: readonly Hop[] = Object.freeze([])

export function useFocus(): SceneFocus {
  const selection = useView((state) => state.selection)
  const chosen = typeof selection === 'object' && selection !== null ? selection.request : 0
  const selected = typeof selection === 'string' ? selection : ''
  const pointed = usePointed(({ object }) => object)
  const hops = useRequestDetail(chosen)?.hops ?? noHops
  const refused = useRefused(selected)
  return useMemo(() => {
    const { places, edges } = wayOf(hops)
    return { selected, pointed, chosen, path: places, lit: edges, refused }
  }, [selected, pointed, chosen, hops, refused])
}

/** Of the pods that fit no node: the selected one, else the oldest, with the scheduler's last table about it. */
function useRefused(selected: string): Refused | null {
  const pod = useCluster(({ world }) => {
    const waiting = (world.byNode.get('') ?? []).filter(({ detail, deleting }) => detail['unschedulable'] !== undefined && !deleting)
    return waiting.find(({ key }) => key === selected) ?? waiting[0]
  })
  const key = pod?.key ?? ''
  const attempt = useCluster(({ world }) => (key === '' ? 0 : (world.facts.findLast(({ code, object }) => code === 'scheduler.unschedulable' && object === key)?.id ?? 0)))
  const trace = useAsked(`refused ${key}`, attempt, async (door) => (key === '' ? null : door.scheduling(key)))
  return useMemo(() => (pod && trace && trace.chosen === '' ? { pod, trace } : null), [pod, trace])
}
