/** Takes one finalizer off an object. Follows kubernetes v1.36 pkg/controller/garbagecollector/operations.go (removeFinalizer). */
import type { ApiObject } from '../../../api/meta/object.ts'
import type { ApiResult, Resource } from '../../client-go/client.ts'
import type { ControllerContext } from '../../client-go/process.ts'
import { placeOf } from '../controller-ref.ts'

export interface FinalizerRemoval {
  readonly resource: Resource
  readonly object: ApiObject
  readonly finalizer: string
}

export function removeFinalizer(c: ControllerContext<unknown>, { resource, object, finalizer }: FinalizerRemoval): ApiResult<unknown> {
  const { namespace, name } = placeOf(object)
  const fresh = c.client.get(c.ctx, resource, namespace, name)
  if (!fresh.ok) return fresh
  const { finalizers = [], resourceVersion } = fresh.object.metadata
  if (!finalizers.includes(finalizer)) return fresh
  const left = finalizers.filter((other) => other !== finalizer)
  const body = { metadata: { resourceVersion, finalizers: left.length > 0 ? left : null } }
  return c.client.patch(c.ctx, resource, { namespace, name }, { type: 'merge', body })
}
