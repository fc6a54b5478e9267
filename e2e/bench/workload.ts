/** What both sides do and how it is measured. */

export interface Round {
  readonly cpuMilliseconds: number
  readonly wallMilliseconds: number
}

export interface Run {
  /** One for each cluster, in the order in which one process brought them up. */
  readonly rounds: readonly Round[]
  /** What is reachable at the end, the last cluster and its `held` events included; of ours only. */
  readonly heapMiB?: number
  readonly held?: number
}

/** Starts a measurement; what it returns ends it. CPU is that of all threads, the engine's compiler among them. */
export function roundOf(): () => Round {
  const [cpu, wall] = [process.cpuUsage(), performance.now()]
  return () => {
    const { user, system } = process.cpuUsage(cpu)
    return { cpuMilliseconds: (user + system) / 1_000, wallMilliseconds: performance.now() - wall }
  }
}

/** Nodes of both sides: three, or as many as Kubernetes needs, which puts 110 pods on a node at most. */
export const nodesFor = (pods: number): number => Math.max(3, Math.ceil(pods / 110))

/** The Deployment that both sides bring up. */
export const deploymentOf = (replicas: number, image = 'nginx:1.27') => ({
  apiVersion: 'apps/v1' as const,
  kind: 'Deployment' as const,
  metadata: { name: 'bench', namespace: 'default' },
  spec: {
    replicas,
    selector: { matchLabels: { app: 'bench' } },
    template: {
      metadata: { labels: { app: 'bench' } },
      spec: { containers: [{ name: 'web', image, ports: [{ containerPort: 80 }] }] },
    },
  },
})
