/**
 * The root-ca-cert-publisher controller: keeps the ConfigMap `kube-root-ca.crt` in every active namespace, which pods
 * mount to know the API server. Follows kubernetes v1.36 pkg/controller/certificates/rootcacertpublisher. The
 * certificate is a stand-in: nothing in this cluster speaks TLS.
 */
import { done, retry, type Controller } from '../client-go/process.ts'
import type { ConfigMap } from '../../api/generated/types.ts'
import { isEqual } from './equal.ts'

const name = 'kube-root-ca.crt'
const certificate = '-----BEGIN CERTIFICATE-----\nS3ViYXJpdW0gaGFzIG5vIHJlYWwgY2VydGlmaWNhdGUgYXV0aG9yaXR5Lg==\n-----END CERTIFICATE-----\n'
const description =
  'Contains a CA bundle that can be used to verify the kube-apiserver when using internal endpoints such as the internal service IP or kubernetes.default.svc. ' +
  'No other usage is guaranteed across distributions of Kubernetes clusters.'

export const rootCaCertPublisher: Controller<null> = {
  name: 'root-ca-cert-publisher',
  component: 'root-ca-cert-publisher',
  resources: ['namespaces', 'configmaps'],
  createMemory: () => null,
  onChange: (c, event) => {
    if (event.resource === 'namespaces' && event.verb !== 'DELETED') c.enqueue(event.key)
    if (event.resource === 'configmaps' && event.object.metadata.name === name) c.enqueue(event.object.metadata.namespace ?? '')
  },
  sync: (c, namespace) => {
    if (c.lister('namespaces').byKey(namespace)?.status?.phase !== 'Active') return done
    const current = c.lister('configmaps').get(namespace, name)
    const wanted = published(namespace)
    if (current && isEqual(current.data, wanted.data)) return done
    const { annotations } = wanted.metadata
    const updated = current && { ...current, data: wanted.data, metadata: { ...current.metadata, annotations: { ...current.metadata.annotations, ...annotations } } }
    const written = updated ? c.client.update(c.ctx, 'configmaps', updated) : c.client.create(c.ctx, 'configmaps', wanted)
    if (written.ok || written.status.reason === 'AlreadyExists' || written.status.code === 403) return done
    return retry(written.status.message ?? '')
  },
}

const published = (namespace: string): ConfigMap & { readonly data: { readonly [key: string]: string } } => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, namespace, annotations: { 'kubernetes.io/description': description } },
  data: { 'ca.crt': certificate },
})
