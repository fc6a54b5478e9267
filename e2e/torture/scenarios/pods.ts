/** Pods by themselves, and what kubelets do for them. */
import { configMap, deployment, pod, podsPath } from '../objects.ts'
import { act, type Scenario } from '../scenario.ts'

const shell = (script: string): object => ({ image: 'busybox:1.36', container: { image: 'busybox:1.36', command: ['sh', '-c', script] } })

export const pods: readonly Scenario[] = [
  { name: 'pod: runs to its end', acts: [act(0, (world) => world.create(pod('good', { ...shell('sleep 3'), pod: { restartPolicy: 'Never' } }), pod('bad', { ...shell('sleep 2; exit 3'), pod: { restartPolicy: 'Never' } })))], settles: 60 },
  {
    name: 'pod: deleted with a grace period that its process ignores',
    prepare: (world) => world.create(pod('slow', { ...shell('trap "" TERM; sleep 10000'), pod: { terminationGracePeriodSeconds: 8 } })),
    acts: [act(0, (world) => world.delete(`${podsPath}/slow`))],
    settles: 60,
  },
  { name: 'pod: deleted by force', prepare: (world) => world.create(pod('web')), acts: [act(0, (world) => world.delete(`${podsPath}/web`, { gracePeriodSeconds: 0 }))], settles: 40 },
  { name: 'pod: deleted and made again under its name', prepare: (world) => world.create(pod('web')), acts: [act(0, (world) => world.delete(`${podsPath}/web`, { gracePeriodSeconds: 0 })), act(0.2, (world) => world.create(pod('web')))], settles: 60 },
  {
    name: 'pod: init containers in order',
    acts: [act(0, (world) => world.create(pod('web', { pod: { initContainers: [{ name: 'first', image: 'busybox:1.36', command: ['sh', '-c', 'sleep 1'] }, { name: 'second', image: 'busybox:1.36', command: ['sh', '-c', 'sleep 1'] }] } })))],
    settles: 60,
  },
  {
    name: 'pod: a container is killed',
    prepare: (world) => world.create(pod('web')),
    acts: [act(0, (world) => world.fault({ type: 'kill-container', pod: 'default/web' }))],
    settles: 60,
  },
  {
    name: 'pod: waits for its ConfigMap',
    acts: [act(0, (world) => world.create(pod('web', { container: { env: [{ name: 'KEY', valueFrom: { configMapKeyRef: { name: 'settings', key: 'key' } } }] } }))), act(15, (world) => world.create(configMap('settings')))],
    settles: 90,
  },
  {
    name: 'pod: readiness by HTTP',
    acts: [act(0, (world) => world.create(deployment('web', { replicas: 2, container: { readinessProbe: { httpGet: { path: '/', port: 80 }, periodSeconds: 2 } } })))],
    settles: 60,
  },
  {
    name: 'pod: deleted while preStop runs, with a sidecar that ends last',
    prepare: (world) =>
      world.create(
        pod('web', {
          container: { lifecycle: { postStart: { exec: { command: ['sleep', '1'] } }, preStop: { exec: { command: ['sleep', '3'] } } } },
          pod: { initContainers: [{ name: 'proxy', image: 'busybox:1.36', restartPolicy: 'Always', command: ['sh', '-c', "trap 'exit 0' TERM; while true; do sleep 1; done"] }] },
        }),
      ),
    acts: [act(0, (world) => world.delete(`${podsPath}/web`))],
    settles: 90,
  },
  {
    name: 'pod: a sidecar stops when the work is done',
    acts: [act(0, (world) => world.create(pod('job', { ...shell('sleep 3'), pod: { restartPolicy: 'Never', initContainers: [{ name: 'proxy', image: 'busybox:1.36', restartPolicy: 'Always', command: ['sh', '-c', 'sleep 3600'] }], terminationGracePeriodSeconds: 4 } })))],
    settles: 60,
  },
  {
    name: 'pod: its volume needs a ConfigMap that comes later',
    acts: [
      act(0, (world) => world.create(pod('web', { container: { volumeMounts: [{ name: 'conf', mountPath: '/conf' }] }, pod: { volumes: [{ name: 'conf', configMap: { name: 'settings' } }] } }))),
      act(12, (world) => world.create(configMap('settings'))),
    ],
    settles: 150,
  },
]
