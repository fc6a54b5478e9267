/** Cards of pods that have just gone stay for a moment to fade, ten at a time at most; the world knows them no more. */
import { useEffect, useRef, useState } from 'react'
import type { SceneNode } from '../../view/graph.ts'
import { takeTurn } from './motion-budget.ts'

type PodNode = Extract<SceneNode, { type: 'pod' }>

/** Milliseconds: `--t-slow` of tokens.css. */
const lasts = 280

const reducedMotion = matchMedia('(prefers-reduced-motion: reduce)')

/** The given cards with those that fade; `epoch` says whether the old ones were of the same cluster. */
export function useFading(nodes: readonly SceneNode[], epoch: number): readonly SceneNode[] {
  const before = useRef<{ readonly nodes: readonly SceneNode[]; readonly epoch: number }>({ nodes, epoch })
  const [fading, setFading] = useState<readonly SceneNode[]>([])
  useEffect(() => {
    const last = before.current
    before.current = { nodes, epoch }
    if (last.nodes === nodes || last.epoch !== epoch || reducedMotion.matches) return
    const here = new Set(nodes.map(({ id }) => id))
    const gone = last.nodes.flatMap((node) => (node.type === 'pod' && !here.has(node.id) && takeTurn() ? [fadingOf(node)] : []))
    if (gone.length === 0) return
    setFading((others) => [...others, ...gone])
    setTimeout(() => setFading((others) => others.filter((node) => !gone.some(({ id }) => id === node.id))), lasts)
  }, [nodes, epoch])
  return fading.length === 0 ? nodes : [...nodes, ...fading]
}

const fadingOf = (node: PodNode): PodNode => ({ ...node, id: `${node.id} gone`, zIndex: 1, data: { ...node.data, hot: false, selected: false, fading: true } })
