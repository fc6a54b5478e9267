/** The engine alone: events per second, snapshot and restore, save and load, an idle cluster against real time. */
import { createCluster, type Cluster } from '../../src/cluster/cluster.ts'
import { plus, seconds } from '../../src/sim/time.ts'
import { deploymentOf } from './workload.ts'

/** Two hours: less is over before the engine's code is compiled. */
const idleSeconds = 7_200

function busyCluster(): Cluster {
  const cluster = createCluster({ seed: 1, born: '2026-01-01T00:00:00Z', nodes: ['node-1', 'node-2', 'node-3'] })
  cluster.kernel.run(seconds(12))
  cluster.handle({ method: 'POST', path: '/apis/apps/v1/namespaces/default/deployments', query: {}, headers: {}, body: JSON.stringify(deploymentOf(300)) })
  return cluster
}

/** Mean milliseconds of `act`. */
function timed(times: number, act: () => void): number {
  const start = performance.now()
  for (let i = 0; i < times; i++) act()
  return (performance.now() - start) / times
}

export function engineFigures(): string[] {
  const cluster = busyCluster()
  const { kernel } = cluster
  const [taken, start] = [kernel.world.taken, performance.now()]
  kernel.run(seconds(120))
  const perSecond = ((kernel.world.taken - taken) / (performance.now() - start)) * 1_000
  const event = 1_000 / perSecond
  const snapshot = timed(200, () => kernel.snapshot())
  const kept = kernel.snapshot()
  const restore = timed(200, () => kernel.restore(kept))
  const text = kernel.save()
  const save = timed(3, () => kernel.save())
  const load = timed(3, () => kernel.load(text))
  const idle = createCluster({ seed: 1, born: '2026-01-01T00:00:00Z', nodes: Array.from({ length: 100 }, (_, index) => `node-${index + 1}`) })
  idle.kernel.run(seconds(600))
  const idleWall = timed(1, () => idle.kernel.run(plus(idle.kernel.world.now, seconds(idleSeconds))))
  return [
    `events of a cluster that brings up 300 pods: ${perSecond.toFixed(0)} per second`,
    `snapshot: ${(snapshot * 1_000).toFixed(0)} µs, the time of ${(snapshot / event).toFixed(1)} events`,
    `restore:  ${(restore * 1_000).toFixed(0)} µs, the time of ${(restore / event).toFixed(1)} events`,
    `save:     ${save.toFixed(0)} ms for ${(text.length / 1_048_576).toFixed(1)} MiB; load: ${load.toFixed(0)} ms`,
    `100 idle nodes: ${(((idleSeconds * 1_000) / idleWall) | 0).toLocaleString('en')} × real time`,
  ]
}
