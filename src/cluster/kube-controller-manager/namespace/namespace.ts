/**
 * The namespace controller: empties a namespace that is being deleted, pods first, then lets it go. Follows kubernetes
 * v1.36 pkg/controller/namespace (namespace_controller.go, deletion/namespaced_resources_deleter.go). It waits five
 * seconds before it begins, as upstream, so that last-minute creations are seen.
 */
import type { Namespace, Pod } from '../../../api/generated/types.ts'
import type { ApiObject } from '../../../api/meta/object.ts'
import { seconds } from '../../../sim/time.ts'
import type { ApiResult, Resource } from '../../client-go/client.ts'
import { after, done, retry, type Controller, type ControllerContext, type SyncOutcome } from '../../client-go/process.ts'
import { tell } from '../../client-go/tell.ts'
import { namespacedResources } from '../builtin-resources.ts'
import { placeOf } from '../controller-ref.ts'
import { conditionsFor, updatedConditions, type Remaining } from './conditions.ts'

type Context = ControllerContext<null>

const settleTime = seconds(5)
const finalizer = 'kubernetes'
/** Upstream's guess for objects that wait for a finalizer. */
const finalizerEstimate = 15

export const namespace: Controller<null> = {
  name: 'namespace',
  component: 'namespace-controller',
  resources: ['namespaces'],
  createMemory: () => null,
  onChange: (c, event) => {
    const isGoing = event.verb !== 'DELETED' && event.object.metadata.deletionTimestamp !== undefined
    if (isGoing) c.enqueueAfter(event.key, settleTime)
  },
  sync: (c, name) => {
    if (!c.lister('namespaces').byKey(name)) return done
    const fresh = c.client.get(c.ctx, 'namespaces', '', name)
    if (!fresh.ok) return fresh.status.reason === 'NotFound' ? done : retry(fresh.status.message ?? '')
    const isGoing = fresh.object.metadata.deletionTimestamp !== undefined && (fresh.object.spec?.finalizers ?? []).length > 0
    return isGoing ? empty(c, fresh.object) : done
  },
}

function empty(c: Context, going: Namespace): SyncOutcome {
  const { name } = going.metadata
  const content = deleteContent(c, name)
  const described = describe(c, going, content)
  if (!described.ok) return described.status.reason === 'NotFound' ? done : retry(described.status.message ?? '')
  if (content.failure !== '') return retry(content.failure)
  if (content.resources.size > 0) return after(seconds(Math.floor(content.estimate / 2) + 1))
  tell(c.ctx, 'namespace.emptied', { actor: 'controller/namespace', object: `namespaces/${name}` }, { namespace: name })
  const finalizers = (going.spec?.finalizers ?? []).filter((one) => one !== finalizer)
  const finalized = c.client.finalize(c.ctx, { ...described.object, spec: { ...going.spec, finalizers } })
  return finalized.ok || finalized.status.reason === 'NotFound' ? done : retry(finalized.status.message ?? '')
}

interface Content extends Remaining {
  /** Seconds until another look is worth while. */
  readonly estimate: number
}

/** Deletes everything; while pods remain, only pods, for they may need the rest to end well. */
function deleteContent(c: Context, name: string): Content {
  const pods = deleteAll(c, name, ['pods'])
  if (pods.resources.size > 0 || pods.failure !== '') return pods
  return deleteAll(c, name, namespacedResources.filter((resource) => resource !== 'pods'))
}

function deleteAll(c: Context, name: string, resources: readonly Resource[]): Content {
  const left = new Map<string, number>()
  const held = new Map<string, number>()
  let [estimate, failure] = [0, '']
  for (const resource of resources) {
    const remaining = deleteCollection(c, resource, name)
    if (!remaining.ok) {
      failure ||= remaining.status.message ?? ''
      continue
    }
    const objects = remaining.object
    if (objects.length > 0) left.set(resource.includes('.') ? resource : `${resource}.`, objects.length)
    for (const one of objects.flatMap(({ metadata }) => metadata.finalizers ?? [])) held.set(one, (held.get(one) ?? 0) + 1)
    estimate = Math.max(estimate, ...objects.map(secondsLeft))
  }
  return { resources: left, finalizers: held, failure, estimate }
}

const secondsLeft = (object: ApiObject): number =>
  (object.metadata.finalizers ?? []).length > 0 ? finalizerEstimate : isPod(object) ? (object.metadata.deletionGracePeriodSeconds ?? 0) : 0

const isPod = (object: ApiObject): object is Pod => object.kind === 'Pod'

/** Returns what is still there. Objects that are already on their way out are not asked again. */
function deleteCollection(c: Context, resource: Resource, name: string): ApiResult<readonly ApiObject[]> {
  const listed = c.client.list(c.ctx, resource, name)
  if (!listed.ok || listed.object.objects.length === 0) return listed.ok ? { ok: true, object: [] } : listed
  for (const object of listed.object.objects) {
    if (object.metadata.deletionTimestamp !== undefined) continue
    const deleted = c.client.delete(c.ctx, resource, placeOf(object), { propagationPolicy: 'Background' })
    if (!deleted.ok && deleted.status.reason !== 'NotFound') return deleted
  }
  const remaining = c.client.list(c.ctx, resource, name)
  return remaining.ok ? { ok: true, object: remaining.object.objects } : remaining
}

function describe(c: Context, going: Namespace, content: Content): ApiResult<Namespace> {
  const conditions = updatedConditions(going.status?.conditions ?? [], conditionsFor(content), c.client.timestamp(c.ctx))
  if (!conditions) return { ok: true, object: going }
  return c.client.updateStatus(c.ctx, 'namespaces', { ...going, status: { ...going.status, phase: 'Terminating', conditions } })
}
