/**
 * What a new API server puts into an empty store: the four namespaces, its own Service, the system priority classes.
 * Follows kubernetes v1.36 pkg/controlplane (controller/kubernetesservice, systemnamespaces) and pkg/registry/scheduling.
 */
import { kindOfManifest } from '../../api/kinds/registry.ts'
import type { ApiObject } from '../../api/meta/object.ts'
import { assert } from '../../sim/assert.ts'
import { create } from './create.ts'
import type { ServerEnv } from './env.ts'

/** Address of the control plane's machine, where the API server listens. */
export const controlPlaneAddress = '10.0.0.1'

const namespaces = ['default', 'kube-node-lease', 'kube-public', 'kube-system']

const objects: readonly object[] = [
  ...namespaces.map((name) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } })),
  ...[
    { name: 'system-cluster-critical', value: 2_000_000_000, description: 'Used for system critical pods that must run in the cluster, but can be moved to another node if necessary.' },
    { name: 'system-node-critical', value: 2_000_001_000, description: 'Used for system critical pods that must not be moved from their current node.' },
  ].map(({ name, value, description }) => ({ apiVersion: 'scheduling.k8s.io/v1', kind: 'PriorityClass', metadata: { name }, value, description })),
  {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'kubernetes', namespace: 'default', labels: { component: 'apiserver', provider: 'kubernetes' } },
    spec: { type: 'ClusterIP', clusterIP: '10.96.0.1', ports: [{ name: 'https', port: 443, protocol: 'TCP', targetPort: 6443 }], sessionAffinity: 'None' },
  },
  {
    apiVersion: 'v1',
    kind: 'Endpoints',
    metadata: { name: 'kubernetes', namespace: 'default', labels: { 'endpointslice.kubernetes.io/skip-mirror': 'true' } },
    subsets: [{ addresses: [{ ip: controlPlaneAddress }], ports: [{ name: 'https', port: 6443, protocol: 'TCP' }] }],
  },
  {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: { name: 'kubernetes', namespace: 'default', labels: { 'kubernetes.io/service-name': 'kubernetes' } },
    addressType: 'IPv4',
    endpoints: [{ addresses: [controlPlaneAddress], conditions: { ready: true } }],
    ports: [{ name: 'https', port: 6443, protocol: 'TCP' }],
  },
]

export function installBase(env: ServerEnv): void {
  for (const object of objects) {
    const { apiVersion, kind: kindName, metadata } = object as ApiObject
    const kind = kindOfManifest(apiVersion, kindName)
    assert(kind, `no kind ${kindName}`)
    const outcome = create(env, { kind, namespace: metadata.namespace ?? '', body: object as ApiObject, user: 'system:apiserver' })
    assert(outcome.ok, `the API server could not make ${kindName} ${metadata.name}: ${outcome.ok ? '' : (outcome.status.message ?? '')}`)
  }
}
