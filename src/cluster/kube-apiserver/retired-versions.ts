/**
 * Versions that are no longer served but that the server's scheme still knows, so that objects of them are decoded
 * before they are refused. From the `k8s.io/api` packages of v1.36.
 */
import type { Kind } from '../../api/kinds/kind.ts'

const retired: { readonly [kind: string]: readonly string[] } = {
  Deployment: ['extensions/v1beta1', 'apps/v1beta1', 'apps/v1beta2'],
  ReplicaSet: ['extensions/v1beta1', 'apps/v1beta2'],
  Ingress: ['extensions/v1beta1', 'networking.k8s.io/v1beta1'],
  IngressClass: ['networking.k8s.io/v1beta1'],
  EndpointSlice: ['discovery.k8s.io/v1beta1'],
  Event: ['events.k8s.io/v1', 'events.k8s.io/v1beta1'],
  Lease: ['coordination.k8s.io/v1beta1'],
  PodDisruptionBudget: ['policy/v1beta1'],
  PriorityClass: ['scheduling.k8s.io/v1beta1', 'scheduling.k8s.io/v1alpha1'],
}

export const isRetired = ({ kind }: Kind, written: { readonly apiVersion: string; readonly kind: string }): boolean =>
  written.kind === kind && (retired[kind] ?? []).includes(written.apiVersion)
