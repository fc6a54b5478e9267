/** One measurement of ours: a Deployment of N pods on nodes with real kubelets, until all are Ready. */
import { createCluster } from '../../src/cluster/cluster.ts'
import type { Deployment } from '../../src/api/generated/types.ts'
import { ms, plus, seconds } from '../../src/sim/time.ts'
import { heapBytes } from './heap.ts'
import { deploymentOf, nodesFor } from './workload.ts'

const pods = Number(process.argv[2] ?? 10)
const cluster = createCluster({ seed: 1, born: '2026-01-01T00:00:00Z', nodes: Array.from({ length: nodesFor(pods) }, (_, index) => `node-${index + 1}`) })
cluster.kernel.run(seconds(12))

const [cpu, wall] = [process.cpuUsage(), performance.now()]
const headers = { 'content-type': 'application/json' }
cluster.handle({ method: 'POST', path: '/apis/apps/v1/namespaces/default/deployments', query: {}, headers, body: JSON.stringify(deploymentOf(pods)) })
const ready = () => (cluster.store().entries.get('/registry/deployments/default/bench')?.value as Deployment | undefined)?.status?.readyReplicas ?? 0
while (ready() < pods && cluster.kernel.world.now < seconds(3_600)) cluster.kernel.run(plus(cluster.kernel.world.now, ms(250)))
const used = process.cpuUsage(cpu)
const wallMilliseconds = performance.now() - wall
if (ready() < pods) throw new Error(`only ${ready()} of ${pods} pods became Ready`)
console.log(JSON.stringify({ cpuMilliseconds: (used.user + used.system) / 1_000, wallMilliseconds, heapBytes: heapBytes() }))
