/** The picture of the present world: layout, cards, edges. What did not change is the very object it was. */
import { useMemo, useRef } from 'react'
import { edgesOf } from '../../view/edges.ts'
import { sceneNodes, type Focus, type SceneNode } from '../../view/graph.ts'
import { layOut, nextSlots, noSlots, type Layout } from '../../view/layout.ts'
import { measuresOf } from '../../view/measures.ts'
import { placesOf, type Places } from '../../view/routes.ts'
import type { SceneEdge } from '../../view/edges.ts'
import { useCluster } from '../store.ts'

export interface Picture {
  readonly layout: Layout
  readonly places: Places
  readonly nodes: readonly SceneNode[]
  readonly edges: readonly SceneEdge[]
}

export function usePicture(width: number, height: number, focus: Focus): Picture {
  const rows = useCluster(({ world }) => world.rows)
  const calls = useCluster(({ world }) => world.calls)
  const traffic = useCluster(({ world }) => world.traffic)
  const queues = useCluster(({ world }) => world.queues)
  const revision = useCluster(({ world }) => world.revision)
  /** The strip's line on kubectl depends on time, by the second. */
  const second = useCluster(({ world }) => Math.floor(world.now / 1_000_000))
  const kept = useRef({ slots: noSlots, nodes: noNodes })
  const measures = useMemo(() => measuresOf(width, height), [width, height])

  const map = useMemo(() => {
    const { world } = useCluster.getState()
    const slots = nextSlots(kept.current.slots, world)
    kept.current.slots = slots
    const layout = layOut(world, slots, measures)
    const places = placesOf(layout)
    return { layout, places, edges: edgesOf(world, places) }
    // The world is read when one of its parts that the map depends on is another one.
  }, [rows, calls, measures])

  const nodes = useMemo(() => {
    const { world } = useCluster.getState()
    kept.current.nodes = sceneNodes(kept.current.nodes, { world, layout: map.layout, focus })
    return kept.current.nodes
  }, [map, focus, traffic, queues, revision, second])

  return useMemo(() => ({ ...map, nodes }), [map, nodes])
}

const noNodes: readonly SceneNode[] = Object.freeze([])
