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
