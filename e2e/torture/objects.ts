/** Builders of what the scenarios are about; each names only what matters to it. */

export const deployments = '/apis/apps/v1/namespaces/default/deployments'
export const replicaSets = '/apis/apps/v1/namespaces/default/replicasets'
export const podsPath = '/api/v1/namespaces/default/pods'
export const services = '/api/v1/namespaces/default/services'
export const nodesPath = '/api/v1/nodes'

interface Workload {
  readonly replicas?: number
  readonly image?: string
  readonly namespace?: string
  readonly container?: object
  readonly pod?: object
  readonly spec?: object
}

const podSpec = ({ image = 'nginx:1.27', container = {}, pod = {} }: Workload): object => ({ containers: [{ name: 'c', image, ...container }], ...pod })

function workload(kind: string, name: string, given: Workload): object {
  const { replicas = 3, namespace = 'default', spec = {} } = given
  return {
    apiVersion: 'apps/v1',
    kind,
    metadata: { name, namespace },
    spec: { replicas, selector: { matchLabels: { app: name } }, template: { metadata: { labels: { app: name } }, spec: podSpec(given) }, ...spec },
  }
}

export const deployment = (name: string, given: Workload = {}): object => workload('Deployment', name, given)
export const replicaSet = (name: string, given: Workload = {}): object => workload('ReplicaSet', name, given)

export const pod = (name: string, given: Workload & { readonly labels?: object } = {}): object => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, namespace: given.namespace ?? 'default', labels: given.labels ?? { app: name } },
  spec: podSpec(given),
})

export const service = (name: string, spec: object = {}): object => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name },
  spec: { selector: { app: name }, ports: [{ port: 80, targetPort: 80 }], ...spec },
})

export const configMap = (name: string, metadata: object = {}): object => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, ...metadata }, data: { key: 'value' } })

export const budget = (name: string, minAvailable: number): object => ({
  apiVersion: 'policy/v1',
  kind: 'PodDisruptionBudget',
  metadata: { name },
  spec: { minAvailable, selector: { matchLabels: { app: name } } },
})

export const priorityClass = (name: string, value: number): object => ({ apiVersion: 'scheduling.k8s.io/v1', kind: 'PriorityClass', metadata: { name }, value })

export const namespaceOf = (name: string): object => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } })

export const ingress = (name: string, backend: string): object => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'Ingress',
  metadata: { name },
  spec: { rules: [{ http: { paths: [{ path: '/', pathType: 'Prefix', backend: { service: { name: backend, port: { number: 80 } } } }] } }] },
})

export const image = (name: string): object => ({ spec: { template: { spec: { containers: [{ name: 'c', image: name }] } } } })
