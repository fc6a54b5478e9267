/** Deployments and ReplicaSets: made, scaled, rolled out and back, taken apart. */
import { deployment, deployments, image, pod, podsPath, replicaSet, replicaSets } from '../objects.ts'
import { act, type Scenario } from '../scenario.ts'
import type { TortureWorld } from '../world.ts'

const web = `${deployments}/web`
const withWeb = (world: TortureWorld): void => world.create(deployment('web'))
const firstPod = (world: TortureWorld): string => `${podsPath}/${world.pods()[0]?.metadata.name ?? ''}`

export const workloads: readonly Scenario[] = [
  { name: 'deployment: create', acts: [act(0, withWeb)], settles: 40 },
  { name: 'deployment: scale up', prepare: withWeb, acts: [act(0, (world) => world.patch(web, { spec: { replicas: 6 } }))], settles: 40 },
  { name: 'deployment: scale down', prepare: (world) => world.create(deployment('web', { replicas: 5 })), acts: [act(0, (world) => world.patch(web, { spec: { replicas: 2 } }))], settles: 60 },
  {
    name: 'deployment: scale up and down at once',
    prepare: withWeb,
    acts: [act(0, (world) => world.patch(web, { spec: { replicas: 8 } })), act(0.4, (world) => world.patch(web, { spec: { replicas: 1 } })), act(0.8, (world) => world.patch(web, { spec: { replicas: 4 } }))],
    settles: 80,
  },
  { name: 'deployment: roll out', prepare: withWeb, acts: [act(0, (world) => world.patch(web, image('nginx:1.28')))], settles: 120 },
  {
    name: 'deployment: roll back half-way',
    prepare: withWeb,
    acts: [act(0, (world) => world.patch(web, image('nginx:1.28'))), act(2.5, (world) => world.patch(web, image('nginx:1.27')))],
    settles: 120,
  },
  {
    name: 'deployment: roll out to an image that is missing, then mend it',
    prepare: withWeb,
    acts: [act(0, (world) => world.patch(web, image('nginx:does-not-exist'))), act(20, (world) => world.patch(web, image('nginx:1.28')))],
    settles: 120,
  },
  {
    name: 'deployment: recreate',
    prepare: (world) => world.create(deployment('web', { spec: { strategy: { type: 'Recreate' } } })),
    acts: [act(0, (world) => world.patch(web, image('nginx:1.28')))],
    settles: 90,
  },
  {
    name: 'deployment: pause, change, resume',
    prepare: withWeb,
    acts: [
      act(0, (world) => world.patch(web, { spec: { paused: true } })),
      act(2, (world) => world.patch(web, { ...image('nginx:1.28') })),
      act(10, (world) => world.patch(web, { spec: { paused: false } })),
    ],
    settles: 120,
  },
  {
    name: 'deployment: progress deadline passes',
    acts: [act(0, (world) => world.create(deployment('web', { image: 'nginx:does-not-exist', replicas: 2, spec: { progressDeadlineSeconds: 10 } })))],
    settles: 60,
  },
  { name: 'deployment: keep one old revision', prepare: (world) => {
      world.create(deployment('web', { replicas: 1, spec: { revisionHistoryLimit: 1 } }))
      for (const tag of ['1.28', '1.29']) {
        world.run(30)
        world.patch(web, image(`nginx:${tag}`))
      }
    }, acts: [act(0, (world) => world.patch(web, image('nginx:1.27-alpine')))], settles: 60 },
  { name: 'delete: in the background', prepare: withWeb, acts: [act(0, (world) => world.delete(web, { propagationPolicy: 'Background' }))], settles: 90 },
  { name: 'delete: in the foreground', prepare: withWeb, acts: [act(0, (world) => world.delete(web, { propagationPolicy: 'Foreground' }))], settles: 90 },
  { name: 'delete: orphans', prepare: withWeb, acts: [act(0, (world) => world.delete(web, { propagationPolicy: 'Orphan' }))], settles: 60 },
  { name: 'replicaset: a pod is deleted', prepare: (world) => world.create(replicaSet('web')), acts: [act(0, (world) => world.delete(firstPod(world)))], settles: 60 },
  { name: 'replicaset: a pod is let go', prepare: (world) => world.create(replicaSet('web')), acts: [act(0, (world) => world.patch(firstPod(world), { metadata: { labels: { app: 'other' } } }))], settles: 60 },
  {
    name: 'replicaset: adopts what fits',
    prepare: (world) => world.create(pod('web-a', { labels: { app: 'web' } }), pod('web-b', { labels: { app: 'web' } })),
    acts: [act(0, (world) => world.create(replicaSet('web')))],
    settles: 60,
  },
  { name: 'replicaset: deleted without its pods, made again', prepare: (world) => world.create(replicaSet('web')), acts: [act(0, (world) => world.delete(`${replicaSets}/web`, { propagationPolicy: 'Orphan' })), act(5, (world) => world.create(replicaSet('web')))], settles: 60 },
]
