/**
 * Creates and deletes pods for a controller, and records an Event for each. Follows kubernetes v1.36
 * pkg/controller/controller_utils.go (RealPodControl, GetPodFromTemplate).
 */
import type { Pod, PodTemplateSpec } from '../../../api/generated/types.ts'
import type { ApiObject } from '../../../api/meta/object.ts'
import type { ApiResult } from '../../client-go/client.ts'
import type { ControllerContext } from '../../client-go/process.ts'
import { controllerRef, placeOf } from '../controller-ref.ts'
import { isNamespaceTerminating } from '../namespace-terminating.ts'

export interface PodCreation {
  readonly template: PodTemplateSpec
  /** Called before the Event is written. */
  readonly onCreated: (() => void) | undefined
}

export function createPod(c: ControllerContext<unknown>, owner: ApiObject, { template, onCreated }: PodCreation): ApiResult<Pod> {
  const created = c.client.create(c.ctx, 'pods', podFrom(owner, template))
  if (created.ok) onCreated?.()
  if (created.ok) c.event(owner, { type: 'Normal', reason: 'SuccessfulCreate', message: `Created pod: ${created.object.metadata.name}` })
  else if (!isNamespaceTerminating(created.status)) {
    c.event(owner, { type: 'Warning', reason: 'FailedCreate', message: `Error creating: ${created.status.message}` })
  }
  return created
}

export function deletePod(c: ControllerContext<unknown>, owner: ApiObject, pod: Pod): ApiResult<unknown> {
  const deleted = c.client.delete(c.ctx, 'pods', placeOf(pod))
  if (deleted.ok) c.event(owner, { type: 'Normal', reason: 'SuccessfulDelete', message: `Deleted pod: ${pod.metadata.name}` })
  else if (deleted.status.reason !== 'NotFound') {
    c.event(owner, { type: 'Warning', reason: 'FailedDelete', message: `Error deleting: ${deleted.status.message}` })
  }
  return deleted
}

function podFrom(owner: ApiObject, template: PodTemplateSpec): Pod {
  const { labels, annotations, finalizers } = template.metadata ?? {}
  const { name, namespace } = owner.metadata
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: '',
      generateName: `${name}-`,
      ...(namespace !== undefined && { namespace }),
      ...(labels && { labels }),
      ...(annotations && { annotations }),
      ...(finalizers && { finalizers }),
      ownerReferences: [controllerRef(owner)],
    },
    spec: template.spec ?? { containers: [] },
  }
}
