/**
 * Machines that go and come back, taints, cordons. A controller manager that is started anew gives pods on a lost node
 * their 300 s again, so that an eviction may come 650 s after the loss.
 */
import { deployment, deployments, nodesPath, pod, priorityClass } from '../objects.ts'
import { act, type Scenario } from '../scenario.ts'
import type { TortureWorld } from '../world.ts'

const withWeb = (world: TortureWorld): void => world.create(deployment('web', { replicas: 4 }))
const taint = (effect: string): object => ({ spec: { taints: [{ key: 'maintenance', value: 'now', effect }] } })
const cpus = (cpu: string): object => ({ resources: { requests: { cpu } } })
const node2 = `${nodesPath}/node-2`

export const nodes: readonly Scenario[] = [
  { name: 'node: lost for good', prepare: withWeb, acts: [act(0, (world) => void world.cluster.stop('node/node-2'))], settles: 780 },
  { name: 'node: lost and back before its pods are evicted', prepare: withWeb, acts: [act(0, (world) => void world.cluster.stop('node/node-2')), act(100, (world) => void world.cluster.start('node/node-2'))], settles: 120 },
  { name: 'node: lost and back after its pods are evicted', prepare: withWeb, acts: [act(0, (world) => void world.cluster.stop('node/node-2')), act(720, (world) => void world.cluster.start('node/node-2'))], settles: 120 },
  { name: 'node: rebooted', prepare: withWeb, acts: [act(0, (world) => void world.cluster.stop('node/node-2')), act(2, (world) => void world.cluster.start('node/node-2'))], settles: 90 },
  { name: 'node: tainted NoExecute', prepare: withWeb, acts: [act(0, (world) => world.patch(node2, taint('NoExecute')))], settles: 90 },
  {
    name: 'node: tainted with pods that bear it for a while',
    prepare: (world) => world.create(deployment('web', { replicas: 4, pod: { tolerations: [{ key: 'maintenance', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 15 }] } })),
    acts: [act(0, (world) => world.patch(node2, taint('NoExecute'))), act(8, (world) => world.patch(node2, { spec: { taints: null } }))],
    settles: 60,
  },
  {
    name: 'node: cordoned, then free again',
    acts: [
      act(0, (world) => ['node-1', 'node-2'].forEach((name) => world.patch(`${nodesPath}/${name}`, { spec: { unschedulable: true } }))),
      act(2, (world) => world.create(pod('web'))),
      act(10, (world) => world.patch(`${nodesPath}/node-2`, { spec: { unschedulable: null } })),
    ],
    settles: 60,
  },
  { name: 'node: removed while its machine is off', prepare: withWeb, acts: [act(0, (world) => void world.cluster.stop('node/node-2')), act(60, (world) => world.delete(node2))], settles: 180 },
  {
    name: 'node: plugged in for pods that wait',
    prepare: (world) => world.create(deployment('web', { replicas: 5, container: { resources: { requests: { cpu: '1500m' } } } })),
    acts: [act(0, (world) => void world.cluster.addNode('node-3'))],
    settles: 90,
  },
  {
    name: 'node: cleared for a pod that is more important',
    prepare: (world) => {
      world.create(priorityClass('high', 1_000))
      world.create(pod('kept', { container: cpus('3'), pod: { nodeName: 'node-1', priorityClassName: 'high' } }), pod('victim', { container: cpus('3'), pod: { nodeName: 'node-2' } }))
    },
    acts: [act(0, (world) => world.create(pod('urgent', { container: cpus('2'), pod: { priorityClassName: 'high' } })))],
    settles: 60,
  },
  { name: 'node: too small for all of them', acts: [act(0, (world) => world.create(deployment('web', { replicas: 5, container: { resources: { requests: { cpu: '1500m' } } } }))), act(20, (world) => world.patch(`${deployments}/web`, { spec: { replicas: 2 } }))], settles: 90 },
]
