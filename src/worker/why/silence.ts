/** Who cannot be heard, and why: its machine or its kubelet is stopped, or a fault cuts it off from the control plane. */
import type { Evidence } from './evidence.ts'

export type Silence = { readonly what: 'machine' | 'kubelet'; readonly node: string; readonly part: string } | { readonly what: 'partition'; readonly node: string }

/** `node` in the answer is its key. */
export function silenceOf(e: Evidence, name: string): Silence | undefined {
  const node = `nodes/${name}`
  if (e.isStopped(`node/${name}`)) return { what: 'machine', node, part: `node/${name}` }
  if (e.isStopped(`kubelet/${name}`)) return { what: 'kubelet', node, part: `kubelet/${name}` }
  return isCutOff(e, name) ? { what: 'partition', node } : undefined
}

const controlPlane = 'control-plane'

/** Between the node and the control plane, or around one of them. */
const isCutOff = ({ faults }: Evidence, name: string): boolean =>
  faults.some(({ order }) => {
    if (order.type !== 'partition') return false
    const ends = [order.a, order.b].filter((end) => end === name || end === controlPlane)
    return ends.length === (order.b === undefined ? 1 : 2)
  })
