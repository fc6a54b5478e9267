/**
 * The node lifecycle controller: notices nodes that stop reporting, taints nodes by their conditions, marks the pods of
 * lost nodes not ready. Follows kubernetes v1.36 pkg/controller/nodelifecycle; the deletion of pods by NoExecute taints
 * is the taint-eviction controller's. Keys: `tick`, `taint`, and `node/NAME` for one node's NoSchedule taints and labels.
 */
import type { Node } from '../../../api/generated/types.ts'
import { Table } from '../../../sim/table.ts'
import { plus, seconds, type Micros } from '../../../sim/time.ts'
import { changeOf } from '../../client-go/change.ts'
import { after, done, retry, type Controller, type ControllerContext, type SyncOutcome } from '../../client-go/process.ts'
import { tell } from '../../client-go/tell.ts'
import { isEqual } from '../equal.ts'
import { reconcileLabels } from './labels.ts'
import { taintInterval, zoneOf, zoneStates } from './disruption.ts'
import { isOverdue, markUnknown, observe, readyOf, type Health } from './health.ts'
import { markPodsNotReady } from './pods-not-ready.ts'
import { hasNoExecute, isNoExecuteRight, noExecuteTaints, noScheduleTaints, notReadyTaint, unreachableTaint, writeTaints } from './taints.ts'

export interface LifecycleMemory {
  /** By node name. */
  readonly health: Table<string, Health>
  /** Nodes that wait for a NoExecute taint: its key. */
  readonly toTaint: Map<string, string>
  /** By zone: when the next node may be tainted. */
  readonly nextTaint: Map<string, Micros>
  /** True while no node of the cluster is ready. */
  isCutOff: boolean
}
type Context = ControllerContext<LifecycleMemory>

/** Upstream's --node-monitor-period. */
const monitorPeriod = seconds(5)
const nodeKey = 'node/'

export const nodeLifecycle: Controller<LifecycleMemory> = {
  name: 'node-lifecycle',
  component: 'node-controller',
  resources: ['nodes', 'leases.coordination.k8s.io', 'pods'],
  createMemory: () => ({ health: new Table(), toTaint: new Map(), nextTaint: new Map(), isCutOff: false }),
  onChange: (c, event, before) => {
    const change = changeOf('nodes', event, before)
    if (!change?.current) return
    if (!change.previous || isNews(change.previous, change.current)) c.enqueue(nodeKey + change.key)
  },
  onStart: (c) => c.enqueue('tick'),
  sync: (c, key) => {
    if (key === 'tick') return monitor(c)
    if (key === 'taint') return taintWaiting(c)
    return syncNode(c, key.slice(nodeKey.length))
  },
}

/** Heartbeats are not. */
function isNews(before: Node, now: Node): boolean {
  const facts = ({ metadata, spec, status }: Node) => [metadata.labels, spec, status?.conditions?.map(({ type, status }) => [type, status])]
  return !isEqual(facts(before), facts(now))
}

/** The NoSchedule taints and the derived labels of one node. */
function syncNode(c: Context, name: string): SyncOutcome {
  const node = c.lister('nodes').byKey(name)
  if (!node) return done
  const now = c.client.timestamp(c.ctx)
  if (noScheduleTaints(node, now)) {
    const written = writeTaints(c, name, (fresh) => noScheduleTaints(fresh, now))
    if (!written.ok) return written.status.reason === 'NotFound' ? done : retry(written.status.message ?? '')
  }
  return reconcileLabels(c, node)
}

function monitor(c: Context): SyncOutcome {
  const nodes = c.lister('nodes').list()
  const known = nodes.map(({ metadata }) => c.memory.health.get(metadata.name))
  noticeComingAndGoing(c, nodes, known)
  const leases = new Map(c.lister('leases.coordination.k8s.io').list('kube-node-lease').map(({ metadata, spec }) => [metadata.name, spec?.renewTime]))
  const current = nodes.map((node, index) => monitorNode(c, node, { before: known[index], renewTime: leases.get(node.metadata.name) ?? '' }))
  handleDisruption(c, current)
  if (c.memory.toTaint.size > 0) c.enqueue('taint')
  return after(monitorPeriod)
}

/** `known` holds what was known of each node, undefined of a new one. */
function noticeComingAndGoing(c: Context, nodes: readonly Node[], known: readonly (Health | undefined)[]): void {
  const there = known.filter((health) => health !== undefined).length
  if (there < c.memory.health.size) noticeGoing(c, new Set(nodes.map(({ metadata }) => metadata.name)))
  if (there === nodes.length) return
  nodes.forEach((node, index) => {
    const { name } = node.metadata
    if (!known[index]) c.event(node, { type: 'Normal', reason: 'RegisteredNode', message: `Node ${name} event: Registered Node ${name} in Controller` })
  })
}

function noticeGoing(c: Context, there: ReadonlySet<string>): void {
  for (const name of [...c.memory.health.keys()]) {
    if (there.has(name)) continue
    c.memory.health.delete(name)
    c.memory.toTaint.delete(name)
    const gone: Node = { apiVersion: 'v1', kind: 'Node', metadata: { name, uid: name }, spec: {} }
    c.event(gone, { type: 'Normal', reason: 'RemovingNode', message: `Node ${name} event: Removing Node ${name} from Controller` })
  }
}

/** Returns the node as it stands after this look at it. */
function monitorNode(c: Context, node: Node, { before, renewTime }: { readonly before: Health | undefined; readonly renewTime: string }): Node {
  const { name } = node.metadata
  const ready = readyOf(node)
  const health = observe(before, { ready, renewTime, now: c.ctx.now })
  if (health !== before) c.memory.health.set(name, health)
  const updated = isOverdue(health, ready, c.ctx.now) ? markUnknown(c, node) : undefined
  if (updated && !updated.ok) return node
  planTaint(c, node, ready?.status)
  const current = updated?.object ?? node
  const [was, now] = [ready?.status, updated ? readyOf(current)?.status : ready?.status]
  if (was === 'True' && now === 'True') return current
  if (was === 'True' && now === 'Unknown') {
    const silent = Math.round((c.ctx.now - health.probed) / 1_000_000)
    tell(c.ctx, 'node-lifecycle.lost', { actor: 'controller/node-lifecycle', object: `nodes/${name}`, level: 'warning' }, { node: name, seconds: silent })
  }
  if (was === 'True') c.event(node, { type: 'Normal', reason: 'NodeNotReady', message: `Node ${name} status is now: NodeNotReady` })
  if (now !== undefined && now !== 'True') markPodsNotReady(c, name)
  return current
}

/** Decides by what was known before this look: a node that just became Unknown is tainted at the next one. */
function planTaint(c: Context, node: Node, ready: string | undefined): void {
  const { name } = node.metadata
  const wanted = taintFor(ready)
  if (wanted === undefined) return
  if (isNoExecuteRight(node, wanted)) return void c.memory.toTaint.delete(name)
  if (wanted !== '' && !hasNoExecute(node)) return void c.memory.toTaint.set(name, wanted)
  c.memory.toTaint.delete(name)
  const now = c.client.timestamp(c.ctx)
  writeTaints(c, name, (fresh) => noExecuteTaints(fresh, { wanted, now }))
}

function taintFor(ready: string | undefined): string | undefined {
  if (ready === 'False') return notReadyTaint
  if (ready === 'Unknown') return unreachableTaint
  return ready === 'True' ? '' : undefined
}

function handleDisruption(c: Context, nodes: readonly Node[]): void {
  const isCutOff = nodes.length > 0 && !nodes.some((node) => readyOf(node)?.status === 'True')
  const wasCutOff = c.memory.isCutOff
  c.memory.isCutOff = isCutOff
  if (isCutOff) c.memory.toTaint.clear()
  if (isCutOff && !wasCutOff) {
    const now = c.client.timestamp(c.ctx)
    for (const { metadata } of nodes) writeTaints(c, metadata.name, (fresh) => noExecuteTaints(fresh, { wanted: '', now }))
  }
  if (wasCutOff && !isCutOff) {
    for (const [name, health] of [...c.memory.health.entries()]) c.memory.health.set(name, Object.freeze({ ...health, probed: c.ctx.now }))
  }
}

/** Taints waiting nodes, one per zone and interval. */
function taintWaiting(c: Context): SyncOutcome {
  const states = zoneStates(c.lister('nodes').list())
  let next: Micros | undefined
  for (const [name, wanted] of [...c.memory.toTaint]) {
    const node = c.lister('nodes').byKey(name)
    const zone = node && states.get(zoneOf(node))
    const interval = zone && taintInterval(zone)
    if (!node || !interval) continue
    const due = c.memory.nextTaint.get(zoneOf(node))
    if (due !== undefined && due > c.ctx.now) {
      if (next === undefined || due < next) next = due
      continue
    }
    c.memory.nextTaint.set(zoneOf(node), plus(c.ctx.now, interval))
    c.memory.toTaint.delete(name)
    const now = c.client.timestamp(c.ctx)
    const written = writeTaints(c, name, (fresh) => noExecuteTaints(fresh, { wanted, now }))
    if (!written.ok && written.status.reason !== 'NotFound') c.memory.toTaint.set(name, wanted)
  }
  return next === undefined ? done : after(seconds((next - c.ctx.now) / 1_000_000))
}
