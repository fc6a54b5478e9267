/**
 * The pod garbage collector: removes pods of nodes that no longer exist (after a quarantine of 40 s, in case the node
 * comes back) and pods that were deleted before they had a node. Follows kubernetes v1.36
 * pkg/controller/podgc/gc_controller.go; leaves out the limit of 12,500 ended pods and out-of-service nodes. Upstream
 * looks at everything every 20 s; here the same moments are kept, but only when a change has made a look worth while.
 */
import type { Pod } from '../../api/generated/types.ts'
import { seconds, type Micros } from '../../sim/time.ts'
import { changeOf } from '../client-go/change.ts'
import { markDisrupted } from '../client-go/disrupted.ts'
import { after, done, type Controller, type ControllerContext, type SyncOutcome } from '../client-go/process.ts'
import { placeOf } from './controller-ref.ts'
import { isEnded } from './pod-state.ts'

/** By the name of a node that is missing: when it was missed, and so when its pods may go. */
type Missing = Map<string, Micros>
type Context = ControllerContext<Missing>

const period = seconds(20)
const quarantine = seconds(40)

export const podGc: Controller<Missing> = {
  name: 'pod-garbage-collector',
  component: 'pod-garbage-collector',
  resources: ['nodes', 'pods'],
  createMemory: () => new Map(),
  onChange: (c, event, before) => {
    const node = changeOf('nodes', event, before)
    if (node && !node.current) lookAtNextTick(c)
    const pod = changeOf('pods', event, before)?.current
    if (pod && (isHomeless(pod) || isOrphan(c, pod))) lookAtNextTick(c)
  },
  sync: (c) => collect(c),
}

function lookAtNextTick(c: Context): void {
  c.enqueueAfter('look', seconds((period - (c.ctx.now % period)) / 1_000_000))
}

/** Deleted before it was given a node: no kubelet will ever finish it. */
const isHomeless = (pod: Pod): boolean => pod.metadata.deletionTimestamp !== undefined && !pod.spec.nodeName

const isOrphan = (c: Context, pod: Pod): boolean => Boolean(pod.spec.nodeName) && !c.lister('nodes').byKey(pod.spec.nodeName ?? '')

function collect(c: Context): SyncOutcome {
  const pods = c.lister('pods').list()
  const homeless = pods.filter(isHomeless)
  for (const pod of homeless) remove(c, pod, undefined)
  const orphans = pods.filter((pod) => isOrphan(c, pod))
  const missing = new Set(orphans.map((pod) => pod.spec.nodeName ?? ''))
  for (const name of [...c.memory.keys()]) if (!missing.has(name)) c.memory.delete(name)
  for (const name of missing) if (!c.memory.has(name)) c.memory.set(name, c.ctx.now)
  for (const name of missing) {
    if (c.ctx.now - (c.memory.get(name) ?? c.ctx.now) < quarantine || isBack(c, name)) continue
    for (const pod of orphans) if (pod.spec.nodeName === name) remove(c, pod, 'PodGC: node no longer exists')
  }
  return missing.size > 0 ? after(period) : done
}

/** Asks the API server: the cache may not have heard yet. */
const isBack = (c: Context, name: string): boolean => {
  const node = c.client.get(c.ctx, 'nodes', '', name)
  return node.ok || node.status.reason !== 'NotFound'
}

/** A pod that nobody will finish is marked failed, so that whoever waits for it can go on, and deleted at once. */
function remove(c: Context, pod: Pod, message: string | undefined): void {
  if (message !== undefined && !isEnded(pod)) markDisrupted(c, pod, { reason: 'DeletionByPodGC', message, phase: 'Failed' })
  c.client.delete(c.ctx, 'pods', placeOf(pod), { gracePeriodSeconds: 0 })
}
