/**
 * The ttl controller: notes on each node how long its kubelet may remember Secrets and ConfigMaps, by the size of the
 * cluster. Follows kubernetes v1.36 pkg/controller/ttl/ttl_controller.go.
 */
import { done, retry, type Controller } from '../client-go/process.ts'

const annotation = 'node.alpha.kubernetes.io/ttl'
/** Above `nodes` nodes the seconds of the next row hold, below `down` those of the row before. */
const boundaries = [
  { nodes: 100, down: 0, seconds: 0 },
  { nodes: 500, down: 90, seconds: 15 },
  { nodes: 1000, down: 450, seconds: 30 },
  { nodes: 2000, down: 900, seconds: 60 },
  { nodes: 10_000, down: 1800, seconds: 300 },
]

interface TtlMemory {
  row: number
}

export const ttl: Controller<TtlMemory> = {
  name: 'ttl',
  component: 'ttl-controller',
  resources: ['nodes'],
  createMemory: () => ({ row: 0 }),
  onChange: (c, event) => {
    const { row } = c.memory
    const count = c.lister('nodes').size
    const [current, below] = [boundaries[row], boundaries[row - 1]]
    if (current && count > current.nodes && row < boundaries.length - 1) c.memory.row++
    else if (current && below && count < current.down) c.memory.row--
    if (c.memory.row !== row) for (const { metadata } of c.lister('nodes').list()) c.enqueue(metadata.name)
    else if (event.verb === 'ADDED') c.enqueue(event.key)
  },
  sync: (c, name) => {
    const node = c.lister('nodes').byKey(name)
    const wanted = String(boundaries[c.memory.row]?.seconds ?? 0)
    if (!node || node.metadata.annotations?.[annotation] === wanted) return done
    const body = { metadata: { annotations: { [annotation]: wanted } } }
    const patched = c.client.patch(c.ctx, 'nodes', { namespace: '', name }, { type: 'strategic', body })
    return patched.ok || patched.status.reason === 'NotFound' ? done : retry(patched.status.message ?? '')
  },
}
