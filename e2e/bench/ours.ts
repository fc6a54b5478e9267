/** For each number given: a Deployment of so many pods in a new cluster with real kubelets, until all are Ready. */
import { createCluster } from '../../src/cluster/cluster.ts'
import type { Deployment } from '../../src/api/generated/types.ts'
import { ms, plus, seconds } from '../../src/sim/time.ts'
import { heapMiB } from './heap.ts'
import { deploymentOf, nodesFor, roundOf, type Round, type Run } from './workload.ts'

const sizes = process.argv.slice(2).map(Number)
const headers = { 'content-type': 'application/json' }

function bringUp(pods: number) {
  const nodes = Array.from({ length: nodesFor(pods) }, (_, index) => `node-${index + 1}`)
  const cluster = createCluster({ seed: 1, born: '2026-01-01T00:00:00Z', nodes })
  const { kernel } = cluster
  kernel.run(seconds(12))
  const used = roundOf()
  cluster.handle({ method: 'POST', path: '/apis/apps/v1/namespaces/default/deployments', query: {}, headers, body: JSON.stringify(deploymentOf(pods)) })
  const ready = () => (cluster.store().entries.get('/registry/deployments/default/bench')?.value as Deployment | undefined)?.status?.readyReplicas ?? 0
  while (ready() < pods && kernel.world.now < seconds(3_600)) kernel.run(plus(kernel.world.now, ms(250)))
  if (ready() < pods) throw new Error(`only ${ready()} of ${pods} pods became Ready`)
  return { cluster, round: used() }
}

const rounds: Round[] = []
let last: ReturnType<typeof bringUp> | undefined
for (const pods of sizes) {
  last = bringUp(pods)
  rounds.push(last.round)
}
console.log(JSON.stringify({ rounds, heapMiB: await heapMiB(), held: last?.cluster.kernel.world.taken ?? 0 } satisfies Run))
