/**
 * The endpoints controller: keeps the legacy Endpoints object beside the slices. Follows kubernetes v1.36
 * pkg/controller/endpoint/endpoints_controller.go; leaves out the limit of a thousand addresses.
 */
import type { Endpoints, EndpointSubset, Service } from '../../../api/generated/types.ts'
import { changeOf } from '../../client-go/change.ts'
import { done, retry, type Controller, type ControllerContext, type SyncOutcome } from '../../client-go/process.ts'
import { keyOf, splitKey } from '../../client-go/watch.ts'
import { affected, headlessLabel } from '../endpointslice/endpointslice.ts'
import { selects, selectsPods } from '../endpointslice/members.ts'
import { triggerTime, withTriggerTime, type TriggerTimes } from '../endpointslice/trigger-time.ts'
import { isEqual } from '../equal.ts'
import { isNamespaceTerminating } from '../namespace-terminating.ts'
import { subsetsFor } from './subsets.ts'

export interface EndpointsMemory {
  readonly triggers: TriggerTimes
  /** By key: the revision of the last write. Until the cache has it, a sync would only meet a conflict. */
  readonly written: Map<string, number>
}
type Context = ControllerContext<EndpointsMemory>

export const managedByLabel = 'endpoints.kubernetes.io/managed-by'
export const endpointsManager = 'endpoint-controller'

export const endpoints: Controller<EndpointsMemory> = {
  name: 'endpoints',
  component: 'endpoint-controller',
  resources: ['services', 'pods', 'endpoints'],
  createMemory: () => ({ triggers: new Map(), written: new Map() }),
  onChange: (c, event, before) => {
    if (event.resource === 'services') return c.enqueue(event.key)
    if (event.resource === 'endpoints' && event.verb === 'DELETED') {
      c.memory.written.delete(event.key)
      return c.enqueue(event.key)
    }
    const pod = changeOf('pods', event, before)
    if (pod) for (const service of affected(c, pod)) c.enqueue(keyOf(service))
  },
  sync: (c, key) => {
    const service = c.lister('services').byKey(key)
    if (!service) return clear(c, key)
    return selectsPods(service) ? syncService(c, service) : done
  },
}

/** Deletes unseen: the cache may not know yet of an object made when the Service was just going. */
function clear(c: Context, key: string): SyncOutcome {
  c.memory.triggers.delete(key)
  c.memory.written.delete(key)
  const deleted = c.client.delete(c.ctx, 'endpoints', splitKey(key))
  return deleted.ok || deleted.status.reason === 'NotFound' ? done : retry(deleted.status.message ?? '')
}

function syncService(c: Context, service: Service): SyncOutcome {
  const key = keyOf(service)
  const current = c.lister('endpoints').byKey(key)
  if (Number(current?.metadata.resourceVersion ?? 0) < (c.memory.written.get(key) ?? 0)) return retry('Endpoints informer cache is out of date')
  const pods = c.lister('pods').list(service.metadata.namespace ?? '').filter((pod) => selects(service, pod))
  const time = triggerTime(c.memory.triggers, key, { service, pods })
  const wanted = endpointsFor(service, current, subsetsFor(service, pods))
  if (current && isEqual(current.subsets, wanted.subsets) && isEqual(current.metadata.labels, wanted.metadata.labels)) return done
  const stamped = { ...wanted, metadata: { ...wanted.metadata, annotations: withTriggerTime(current?.metadata.annotations, time) } }
  const written = current ? c.client.update(c.ctx, 'endpoints', stamped) : c.client.create(c.ctx, 'endpoints', stamped)
  if (written.ok) c.memory.written.set(key, Number(written.object.metadata.resourceVersion))
  if (written.ok || isNamespaceTerminating(written.status)) return done
  const { message = '' } = written.status
  const text = current
    ? ({ reason: 'FailedToUpdateEndpoint', message: `Failed to update endpoint ${key}: ${message}` } as const)
    : ({ reason: 'FailedToCreateEndpoint', message: `Failed to create endpoint for service ${key}: ${message}` } as const)
  c.event(stamped, { type: 'Warning', ...text })
  return retry(message)
}

function endpointsFor(service: Service, current: Endpoints | undefined, subsets: readonly EndpointSubset[]): Endpoints {
  const { name, namespace, labels } = service.metadata
  const { [headlessLabel]: _, ...own } = labels ?? {}
  const headless = service.spec?.clusterIP === 'None'
  return {
    apiVersion: 'v1',
    kind: 'Endpoints',
    metadata: {
      ...(current?.metadata ?? { name, ...(namespace !== undefined && { namespace }) }),
      labels: { ...own, ...(headless && { [headlessLabel]: '' }), [managedByLabel]: endpointsManager },
    },
    ...(subsets.length > 0 && { subsets }),
  }
}
