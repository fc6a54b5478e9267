/**
 * Writes a plan of slices: creates, then updates, then deletes, so that no endpoint is missing in between. Follows
 * kubernetes v1.36 staging/src/k8s.io/endpointslice/reconciler.go (finalize).
 */
import type { ApiResult } from '../../client-go/client.ts'
import type { ControllerContext } from '../../client-go/process.ts'
import { placeOf } from '../controller-ref.ts'
import { isNamespaceTerminating } from '../namespace-terminating.ts'
import type { Plan } from './reconcile.ts'
import { sliceGoing, sliceWritten, type SliceTracker } from './slice-tracker.ts'

export interface SliceWriter {
  readonly c: ControllerContext<unknown>
  readonly tracker: SliceTracker
  /** The Service's key. */
  readonly key: string
}

export function carryOut({ c, tracker, key }: SliceWriter, plan: Plan): ApiResult<unknown> {
  for (const slice of plan.create) {
    const created = c.client.create(c.ctx, 'endpointslices.discovery.k8s.io', slice)
    // A namespace that is being deleted takes no new slices, and needs none.
    if (!created.ok) return isNamespaceTerminating(created.status) ? { ok: true, object: undefined } : created
    sliceWritten(tracker, key, created.object)
  }
  for (const slice of plan.update) {
    const updated = c.client.update(c.ctx, 'endpointslices.discovery.k8s.io', slice)
    if (!updated.ok) return updated
    sliceWritten(tracker, key, updated.object)
  }
  for (const slice of plan.delete) {
    const deleted = c.client.delete(c.ctx, 'endpointslices.discovery.k8s.io', placeOf(slice))
    if (!deleted.ok && deleted.status.reason !== 'NotFound') return deleted
    sliceGoing(tracker, key, slice)
  }
  return { ok: true, object: undefined }
}
