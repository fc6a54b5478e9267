/** Which kinds the generators describe. A kind of a later issue is one line here. */

/** GroupResource → schema of the OpenAPI documents. */
export const roots: { readonly [resource: string]: string } = {
  namespaces: 'io.k8s.api.core.v1.Namespace',
  nodes: 'io.k8s.api.core.v1.Node',
  pods: 'io.k8s.api.core.v1.Pod',
  services: 'io.k8s.api.core.v1.Service',
  endpoints: 'io.k8s.api.core.v1.Endpoints',
  configmaps: 'io.k8s.api.core.v1.ConfigMap',
  secrets: 'io.k8s.api.core.v1.Secret',
  serviceaccounts: 'io.k8s.api.core.v1.ServiceAccount',
  events: 'io.k8s.api.core.v1.Event',
  'leases.coordination.k8s.io': 'io.k8s.api.coordination.v1.Lease',
  'deployments.apps': 'io.k8s.api.apps.v1.Deployment',
  'replicasets.apps': 'io.k8s.api.apps.v1.ReplicaSet',
  'endpointslices.discovery.k8s.io': 'io.k8s.api.discovery.v1.EndpointSlice',
  'ingresses.networking.k8s.io': 'io.k8s.api.networking.v1.Ingress',
  'ingressclasses.networking.k8s.io': 'io.k8s.api.networking.v1.IngressClass',
  'poddisruptionbudgets.policy': 'io.k8s.api.policy.v1.PodDisruptionBudget',
  'priorityclasses.scheduling.k8s.io': 'io.k8s.api.scheduling.v1.PriorityClass',
}

/** Kinds that are only sent or answered, never stored. */
export const transient = ['io.k8s.api.core.v1.Binding', 'io.k8s.api.policy.v1.Eviction', 'io.k8s.api.autoscaling.v1.Scale']

/** Two packages declare an EndpointPort; the younger one carries its package's name. */
export const elsewhere = 'io.k8s.api.discovery.v1.EndpointPort'
