/**
 * A storm: a small shop under change while every kind of trouble strikes at random, several at once. When all of it is
 * healed, every process that may have missed something is started anew, and time has passed, everything must be as asked.
 */
import type { FaultOrder } from '../../src/api/fault.ts'
import type { Deployment, Node } from '../../src/api/generated/types.ts'
import { hashName, randomUint32 } from '../../src/sim/random.ts'
import { inconsistencies } from './consistency.ts'
import { deployment, deployments, image, service } from './objects.ts'
import { openTortureWorld, type TortureWorld } from './world.ts'

const nodes = ['node-1', 'node-2', 'node-3']
const ends = [...nodes, 'control-plane', 'internet']
const writers = ['kube-controller-manager', 'kube-scheduler', 'ingress-controller', ...nodes.map((node) => `kubelet/${node}`)]
const watchers = [...writers, 'coredns', ...nodes.map((node) => `kube-proxy/${node}`)]
const parts = [...watchers, 'etcd', 'kube-apiserver', ...nodes.map((node) => `node/${node}`)]
const apps = ['web', 'api']

interface Dice {
  below(end: number): number
  pick<T>(from: readonly T[]): T
}

function diceOf(seed: number): Dice {
  let drawn = 0
  const below = (end: number) => randomUint32(seed, hashName('storm'), drawn++) % end
  return { below, pick: (from) => from[below(from.length)] as (typeof from)[number] }
}

type Blow = (world: TortureWorld, dice: Dice) => void

/** What is refused, for a pod that does not run or two ends that are one, does not happen. */
const fault = (orderOf: (dice: Dice, world: TortureWorld) => FaultOrder): Blow => (world, dice) => void world.cluster.fault(orderOf(dice, world))

const blows: readonly Blow[] = [
  fault(({ pick, below }) => ({ type: 'crash', part: pick(writers), write: 1 + below(5), when: pick(['before', 'after']) })),
  fault(({ pick, below }) => ({ type: 'watch', part: pick(watchers), mode: pick(['drop', 'delay', 'reorder']), milliseconds: 1 + below(5_000) })),
  fault(({ pick }, world) => ({ type: 'kill-container', pod: `default/${pick(world.pods())?.metadata.name ?? ''}` })),
  fault(({ pick, below }) => ({ type: 'partition', a: pick(ends), ...(below(2) === 0 && { b: pick(ends) }) })),
  fault(({ pick, below }) => ({ type: 'slow', a: pick(ends), milliseconds: 1 + below(3_000) })),
  fault(({ pick, below }) => ({ type: 'loss', a: pick(ends), percent: 1 + below(60) })),
  ({ cluster }, { pick }) => void cluster.stop(pick(parts)),
  ({ cluster }, { pick }) => void cluster.start(pick(parts)),
  ({ cluster }, { pick }) => void cluster.start(pick(parts)),
  ({ cluster }, { pick }) => cluster.faults().length > 0 && void cluster.heal(pick(cluster.faults()).id),
  ({ cluster }, { pick }) => cluster.faults().length > 0 && void cluster.heal(pick(cluster.faults()).id),
  change(({ below }) => ({ spec: { replicas: 1 + below(6) } })),
  change(({ pick }) => image(pick(['nginx:1.27', 'nginx:1.28']))),
]

/** A user whose server is down does nothing. */
function change(bodyOf: (dice: Dice) => object): Blow {
  return (world, dice) => {
    const [name, body] = [dice.pick(apps), bodyOf(dice)]
    if (!world.cluster.stopped().some((part) => part === 'etcd' || part === 'kube-apiserver')) world.patch(`${deployments}/${name}`, body)
  }
}

/** Sentences about what is not as it should be in the end. */
export function storm(seed: number): string[] {
  const world = openTortureWorld(seed, nodes)
  for (const name of apps) world.create(deployment(name, { container: { readinessProbe: { httpGet: { path: '/', port: 80 }, periodSeconds: 5 } } }), service(name))
  world.run(30)
  const dice = diceOf(seed)
  for (let count = 0; count < 50; count++) {
    dice.pick(blows)(world, dice)
    world.run(dice.pick([0, 0.02, 0.3, 2, 10, 60]))
  }
  calm(world)
  return [...inconsistencies(world.cluster), ...unready(world)]
}

function calm(world: TortureWorld): void {
  const { cluster } = world
  for (const { id } of cluster.faults()) cluster.heal(id)
  for (const part of watchers) cluster.stop(part)
  for (const part of [...parts].reverse()) cluster.start(part)
  world.run(30)
  for (const part of watchers) cluster.start(part)
  world.run(1_200)
}

function unready(world: TortureWorld): string[] {
  const lost = world.list('minions' as 'nodes').filter((node) => !isReady(node)).map(({ metadata }) => `${metadata.name} is not Ready`)
  const short = world.list('deployments' as 'deployments.apps').filter((found) => !isAsAsked(found)).map(({ metadata, spec, status }) => `${metadata.name} has ${status?.readyReplicas ?? 0} of ${spec.replicas} ready`)
  const leaving = world.pods().filter(({ metadata }) => metadata.deletionTimestamp !== undefined).map(({ metadata }) => `${metadata.name} does not go`)
  return [...lost, ...short, ...leaving]
}

const isReady = ({ status }: Node): boolean => status?.conditions?.some((condition) => condition.type === 'Ready' && condition.status === 'True') ?? false

const isAsAsked = ({ metadata, spec, status }: Deployment): boolean =>
  status?.observedGeneration === metadata.generation && status?.readyReplicas === spec.replicas && status?.updatedReplicas === spec.replicas && status?.replicas === spec.replicas
