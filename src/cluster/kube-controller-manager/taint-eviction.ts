/**
 * The taint-eviction controller: deletes pods from nodes with a NoExecute taint that they do not tolerate, at once or
 * when the shortest of their tolerations is over. Follows kubernetes v1.36 pkg/controller/tainteviction/taint_eviction.go.
 * Its memory is what is scheduled; a key is a pod's.
 */
import type { Pod, Taint, Toleration } from '../../api/generated/types.ts'
import { Table } from '../../sim/table.ts'
import { plus, seconds, type Micros } from '../../sim/time.ts'
import { changeOf } from '../client-go/change.ts'
import { markDisrupted } from '../client-go/disrupted.ts'
import { done, retry, type Controller, type ControllerContext, type SyncOutcome } from '../client-go/process.ts'
import { tell } from '../client-go/tell.ts'
import { keyOf } from '../client-go/watch.ts'
import { placeOf } from './controller-ref.ts'
import { isEqual } from './equal.ts'

interface Scheduled {
  readonly since: Micros
  readonly at: Micros
}
/** By pod key. */
type Evictions = Table<string, Scheduled>
type Context = ControllerContext<Evictions>

export const taintEviction: Controller<Evictions> = {
  name: 'taint-eviction',
  component: 'taint-eviction-controller',
  resources: ['nodes', 'pods'],
  createMemory: () => new Table(),
  onChange: (c, event, before) => {
    const node = changeOf('nodes', event, before)
    if (node?.current && !isEqual(noExecute(node.previous?.spec?.taints), noExecute(node.current.spec?.taints))) {
      for (const pod of c.lister('pods').by('node', node.key)) c.enqueue(keyOf(pod))
    }
    const pod = changeOf('pods', event, before)
    if (pod && !pod.current) c.memory.delete(pod.key)
    const isNews = pod?.current?.spec.nodeName && (pod.previous?.spec.nodeName !== pod.current.spec.nodeName || pod.previous.spec.tolerations !== pod.current.spec.tolerations)
    if (pod?.current && isNews && isTainted(c, pod.current)) c.enqueue(pod.key)
  },
  sync: (c, key) => {
    const pod = c.lister('pods').byKey(key)
    if (pod) return decide(c, pod)
    c.memory.delete(key)
    return done
  },
}

const noExecute = (taints: readonly Taint[] | undefined): Taint[] => (taints ?? []).filter(({ effect }) => effect === 'NoExecute')

const taintsOf = (c: Context, pod: Pod): Taint[] => noExecute(c.lister('nodes').byKey(pod.spec.nodeName ?? '')?.spec?.taints)
const isTainted = (c: Context, pod: Pod): boolean => taintsOf(c, pod).length > 0 || c.memory.has(keyOf(pod))

function decide(c: Context, pod: Pod): SyncOutcome {
  const key = keyOf(pod)
  const taints = taintsOf(c, pod)
  const scheduled = c.memory.get(key)
  if (taints.length === 0) {
    c.memory.delete(key)
    const message = `Cancelling deletion of Pod ${key}`
    if (scheduled) c.event(pod, { type: 'Normal', reason: 'TaintManagerEviction', message })
    return done
  }
  const patience = patienceFor(taints, pod.spec.tolerations ?? [])
  if (patience === 'forever') return done
  const since = scheduled?.since ?? c.ctx.now
  const at = patience === 0 ? c.ctx.now : plus(since, seconds(patience))
  if (at <= c.ctx.now) return evict(c, pod)
  if (scheduled?.at === at) return done
  c.memory.set(key, Object.freeze({ since, at }))
  tellScheduled(c, pod, { taint: taints[0], seconds: patience, at })
  c.enqueueAfter(key, seconds((at - c.ctx.now) / 1_000_000))
  return done
}

function tellScheduled(c: Context, { metadata, spec }: Pod, { taint, seconds: patience, at }: { taint: Taint | undefined; seconds: number; at: Micros }): void {
  const about = { actor: 'controller/taint-eviction', object: `pods/${metadata.namespace}/${metadata.name}`, level: 'detail' as const }
  tell(c.ctx, 'taint-eviction.scheduled', about, { pod: metadata.name, node: spec.nodeName ?? '', taint: `${taint?.key}:${taint?.effect}`, seconds: patience, at })
}

/** Seconds until the pod must go: 0 if a taint is not tolerated, else the shortest toleration used. */
function patienceFor(taints: readonly Taint[], tolerations: readonly Toleration[]): number | 'forever' {
  const used = taints.map((taint) => tolerations.filter((toleration) => tolerates(toleration, taint)))
  if (used.some((matching) => matching.length === 0)) return 0
  const limits = used.flat().flatMap(({ tolerationSeconds }) => (tolerationSeconds === undefined ? [] : [Math.max(0, tolerationSeconds)]))
  return limits.length === 0 ? 'forever' : Math.min(...limits)
}

function tolerates({ effect, key, operator, value = '' }: Toleration, taint: Taint): boolean {
  if (effect && effect !== taint.effect) return false
  if (key && key !== taint.key) return false
  return operator === 'Exists' || (Boolean(key) && value === (taint.value ?? ''))
}

function evict(c: Context, pod: Pod): SyncOutcome {
  const key = keyOf(pod)
  c.memory.delete(key)
  if (pod.metadata.deletionTimestamp !== undefined) return done
  c.event(pod, { type: 'Normal', reason: 'TaintManagerEviction', message: `Marking for deletion Pod ${key}` })
  const marked = markDisrupted(c, pod, { reason: 'DeletionByTaintManager', message: 'Taint manager: deleting due to NoExecute taint' })
  if (!marked.ok && marked.status.reason === 'NotFound') return done
  const deleted = c.client.delete(c.ctx, 'pods', placeOf(pod))
  return deleted.ok || deleted.status.reason === 'NotFound' ? done : retry(deleted.status.message ?? '')
}
