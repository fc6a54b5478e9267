/**
 * The founding demo's cluster: two nodes, an ingress controller with its default class, no workload; run until both
 * nodes are Ready and nothing but heartbeats is left to happen.
 */
import type { Node } from '../api/generated/types.ts'
import { assert } from '../sim/assert.ts'
import { ms, plus, seconds, type Micros } from '../sim/time.ts'
import { createCluster, type Cluster, type ClusterOptions } from './cluster.ts'

export const foundingNodes = ['node-1', 'node-2']
/** The page's date at birth; the same for everyone, so that runs repeat. */
export const foundingDate = '2026-01-01T08:00:00Z'

/** As its installer applies it. */
const ingressClass = {
  apiVersion: 'networking.k8s.io/v1',
  kind: 'IngressClass',
  metadata: {
    name: 'nginx',
    labels: { 'app.kubernetes.io/name': 'ingress-nginx', 'app.kubernetes.io/component': 'controller' },
    annotations: { 'ingressclass.kubernetes.io/is-default-class': 'true' },
  },
  spec: { controller: 'k8s.io/ingress-nginx' },
}

/** How long the cluster may take to come up. */
const bootLimit = seconds(60)
/** Its age when it is handed over, unless it took longer to come up. */
export const settling = seconds(12)

export type FoundingDemoOptions = Pick<ClusterOptions, 'seed' | 'onObserved' | 'onInput'> & Partial<Pick<ClusterOptions, 'born' | 'nodes'>>

export function openFoundingDemo(options: FoundingDemoOptions): Cluster {
  const cluster = bearFoundingDemo(options)
  raiseFoundingDemo(cluster, (until) => cluster.kernel.run(until), options.nodes)
  return cluster
}

/** Its processes have been started; nothing has happened yet. */
export const bearFoundingDemo = ({ born = foundingDate, nodes = foundingNodes, ...others }: FoundingDemoOptions): Cluster => createCluster({ born, nodes, ...others })

/** Installs what belongs to it and lets it come up; `run` runs the cluster's kernel. */
export function raiseFoundingDemo(cluster: Cluster, run: (until: Micros) => void, nodes: readonly string[] = foundingNodes): void {
  const answer = cluster.handle({
    method: 'POST',
    path: '/apis/networking.k8s.io/v1/ingressclasses',
    query: {},
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(ingressClass),
  })
  assert(answer.code === 201, 'the ingress class could not be made')
  const { world } = cluster.kernel
  while (!isUp(cluster, nodes) && world.now < bootLimit) run(plus(world.now, ms(100)))
  assert(isUp(cluster, nodes), 'the cluster did not come up')
  if (world.now < settling) run(settling)
}

function isUp(cluster: Cluster, nodes: readonly string[]): boolean {
  return nodes.every((name) => {
    const node = cluster.store().entries.get(`/registry/minions/${name}`)?.value as Node | undefined
    const ready = node?.status?.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True') ?? false
    return ready && (node?.spec.taints ?? []).length === 0
  })
}
