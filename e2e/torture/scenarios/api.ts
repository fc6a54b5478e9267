/** Services and their endpoints, namespaces, finalizers. */
import { budget, configMap, deployment, deployments, ingress, namespaceOf, pod, podsPath, service, services } from '../objects.ts'
import { act, type Scenario } from '../scenario.ts'
import type { TortureWorld } from '../world.ts'

const withService = (world: TortureWorld): void => world.create(deployment('web'), service('web'))

function evictFirst(world: TortureWorld): void {
  const name = world.pods()[0]?.metadata.name ?? ''
  world.post(`${podsPath}/${name}/eviction`, { apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name, namespace: 'default' } })
}

export const api: readonly Scenario[] = [
  { name: 'service: made before its pods', acts: [act(0, (world) => world.create(service('web'))), act(2, (world) => world.create(deployment('web')))], settles: 60 },
  { name: 'service: made after its pods', prepare: (world) => world.create(deployment('web')), acts: [act(0, (world) => world.create(service('web')))], settles: 30 },
  { name: 'service: selects others', prepare: (world) => world.create(deployment('web'), deployment('api', { replicas: 2 }), service('web')), acts: [act(0, (world) => world.patch(`${services}/web`, { spec: { selector: { app: 'api' } } }))], settles: 30 },
  { name: 'service: deleted', prepare: withService, acts: [act(0, (world) => world.delete(`${services}/web`))], settles: 40 },
  { name: 'service: its pods are replaced', prepare: withService, acts: [act(0, (world) => world.pods().forEach(({ metadata }) => world.delete(`${podsPath}/${metadata.name}`)))], settles: 60 },
  {
    name: 'endpoints: written by hand',
    acts: [
      act(0, (world) => world.create(service('web', { selector: undefined }))),
      act(1, (world) => world.create({ apiVersion: 'v1', kind: 'Endpoints', metadata: { name: 'web' }, subsets: [{ addresses: [{ ip: '192.0.2.1' }], ports: [{ port: 80 }] }] })),
    ],
    settles: 30,
  },
  { name: 'ingress: made and scaled behind', prepare: withService, acts: [act(0, (world) => world.create(ingress('web', 'web'))), act(1, (world) => world.patch(`${deployments}/web`, { spec: { replicas: 5 } }))], settles: 90 },
  { name: 'namespace: made with a workload', acts: [act(0, (world) => world.create(namespaceOf('shop'))), act(1, (world) => world.create(deployment('web', { namespace: 'shop' })))], settles: 60 },
  {
    name: 'namespace: deleted with everything in it',
    prepare: (world) => {
      world.create(namespaceOf('shop'))
      world.run(2)
      world.create(deployment('web', { namespace: 'shop' }), { ...service('web'), metadata: { name: 'web', namespace: 'shop' } })
    },
    acts: [act(0, (world) => world.delete('/api/v1/namespaces/shop'))],
    settles: 120,
  },
  {
    name: 'finalizer: holds an object until it is taken off',
    prepare: (world) => world.create(configMap('held', { finalizers: ['example.com/hold'] })),
    acts: [act(0, (world) => world.delete('/api/v1/namespaces/default/configmaps/held')), act(5, (world) => world.patch('/api/v1/namespaces/default/configmaps/held', { metadata: { finalizers: null } }))],
    settles: 20,
  },
  {
    name: 'finalizer: holds a namespace until it is taken off',
    prepare: (world) => {
      world.create(namespaceOf('shop'))
      world.run(2)
      world.create(configMap('held', { namespace: 'shop', finalizers: ['example.com/hold'] }), pod('web', { namespace: 'shop' }))
    },
    acts: [act(0, (world) => world.delete('/api/v1/namespaces/shop')), act(20, (world) => world.patch('/api/v1/namespaces/shop/configmaps/held', { metadata: { finalizers: null } }))],
    settles: 120,
  },
  {
    name: 'garbage: an owner that never was',
    acts: [act(0, (world) => world.create(configMap('lost', { ownerReferences: [{ apiVersion: 'apps/v1', kind: 'Deployment', name: 'ghost', uid: '00000000-0000-4000-8000-000000000000' }] })))],
    settles: 60,
  },
  { name: 'disruption budget: made for pods that run', prepare: (world) => world.create(deployment('web')), acts: [act(0, (world) => world.create(budget('web', 2)))], settles: 30 },
  {
    name: 'disruption budget: a pod is evicted',
    prepare: (world) => world.create(deployment('web'), budget('web', 2)),
    acts: [act(0, (world) => evictFirst(world))],
    settles: 90,
  },
  { name: 'service account: deleted and made again', acts: [act(0, (world) => world.delete('/api/v1/namespaces/default/serviceaccounts/default'))], settles: 20 },
]
