/**
 * The serviceaccount controller: keeps the ServiceAccount `default` in every active namespace. Follows kubernetes v1.36
 * pkg/controller/serviceaccount/serviceaccounts_controller.go.
 */
import { done, retry, type Controller } from '../client-go/process.ts'
import { tell } from '../client-go/tell.ts'

const name = 'default'

export const serviceAccount: Controller<null> = {
  name: 'serviceaccount',
  component: 'service-account-controller',
  resources: ['namespaces', 'serviceaccounts'],
  createMemory: () => null,
  onChange: (c, event) => {
    if (event.resource === 'namespaces' && event.verb !== 'DELETED') c.enqueue(event.key)
    const isDefault = event.resource === 'serviceaccounts' && event.object.metadata.name === name
    if (isDefault && event.verb === 'DELETED') c.enqueue(event.object.metadata.namespace ?? '')
  },
  sync: (c, namespace) => {
    const isActive = c.lister('namespaces').byKey(namespace)?.status?.phase === 'Active'
    if (!isActive || c.lister('serviceaccounts').get(namespace, name)) return done
    const created = c.client.create(c.ctx, 'serviceaccounts', { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name, namespace } })
    if (!created.ok) return created.status.code === 409 || created.status.code === 403 ? done : retry(created.status.message ?? '')
    const revision = Number(created.object.metadata.resourceVersion)
    const about = { actor: 'controller/serviceaccount', object: `serviceaccounts/${namespace}/${name}`, level: 'detail', revision } as const
    tell(c.ctx, 'serviceaccount.created', about, { namespace, name })
    return done
  },
}
