/**
 * How many pods a budget expects and how many of them must be healthy. A percentage, and what may be unavailable, is of
 * the size of the controllers that manage the pods. Follows kubernetes v1.36 pkg/controller/disruption/disruption.go
 * (getExpectedPodCount, getExpectedScale).
 */
import type { Pod, PodDisruptionBudget } from '../../../api/generated/types.ts'
import { scaledValue } from '../../../api/meta/int-or-string.ts'
import { controllerOf } from '../../../api/meta/object.ts'
import type { ControllerContext } from '../../client-go/process.ts'

export type Expectation =
  | { readonly ok: true; readonly expectedPods: number; readonly desiredHealthy: number; readonly unmanaged: readonly string[] }
  | { readonly ok: false; readonly message: string }

export function expectationOf(c: ControllerContext<unknown>, { spec }: PodDisruptionBudget, pods: readonly Pod[]): Expectation {
  const { minAvailable, maxUnavailable } = spec
  if (maxUnavailable === undefined && typeof minAvailable === 'number') return { ok: true, expectedPods: pods.length, desiredHealthy: minAvailable, unmanaged: [] }
  if (maxUnavailable === undefined && minAvailable === undefined) return { ok: true, expectedPods: 0, desiredHealthy: 0, unmanaged: [] }
  const scale = expectedScale(c, pods)
  if (!scale.ok) return scale
  const { expectedPods, unmanaged } = scale
  const desired = maxUnavailable === undefined ? scaledValue(minAvailable ?? 0, expectedPods, 'up') : expectedPods - scaledValue(maxUnavailable, expectedPods, 'up')
  return { ok: true, expectedPods, desiredHealthy: Math.max(0, desired), unmanaged }
}

type Scale = { readonly ok: true; readonly expectedPods: number; readonly unmanaged: readonly string[] } | { readonly ok: false; readonly message: string }

/** Every controller is counted once. */
function expectedScale(c: ControllerContext<unknown>, pods: readonly Pod[]): Scale {
  const sizes = new Map<string, number>()
  const unmanaged: string[] = []
  for (const pod of pods) {
    const found = sizeFor(c, pod)
    if (found === 'none') unmanaged.push(pod.metadata.name)
    else if (typeof found === 'string') return { ok: false, message: found }
    else sizes.set(found.uid, found.replicas)
  }
  return { ok: true, expectedPods: [...sizes.values()].reduce((sum, size) => sum + size, 0), unmanaged }
}

/** The size that the pod's controller is meant to have; a ReplicaSet of a Deployment stands for the Deployment. */
function sizeFor(c: ControllerContext<unknown>, pod: Pod): { readonly uid: string; readonly replicas: number } | string {
  const ref = controllerOf(pod)
  if (!ref) return 'none'
  if (ref.kind !== 'ReplicaSet') return `found no controllers for pod ${JSON.stringify(pod.metadata.name)}`
  const namespace = pod.metadata.namespace ?? ''
  const set = c.lister('replicasets.apps').get(namespace, ref.name)
  if (set?.metadata.uid !== ref.uid || !set) return 'none'
  const owner = controllerOf(set)
  const deployment = owner?.kind === 'Deployment' ? c.lister('deployments.apps').get(namespace, owner.name) : undefined
  if (deployment && deployment.metadata.uid === owner?.uid) return { uid: owner?.uid ?? '', replicas: deployment.spec.replicas ?? 1 }
  return { uid: ref.uid, replicas: set.spec.replicas ?? 1 }
}
