/** The same with @ngrok/webernetes 0.3.5: the same Deployment on as many nodes, until all pods are Ready. */
import { BaseImage, Cluster, type HttpResponse, type ProcessContext } from '@ngrok/webernetes'
import { deploymentOf, nodesFor, roundOf, type Round, type Run } from './workload.ts'

class Web extends BaseImage {
  static readonly imageName = 'web'
  static readonly imageVersion = '1.0'
  readonly defaultCommand = ['server']

  override async exec(context: ProcessContext): Promise<number> {
    context.listenHttp(80, () => Promise.resolve({ statusCode: 200, body: 'hello' } as unknown as HttpResponse))
    return context.waitUntilKilled()
  }
}

const sizes = process.argv.slice(2).map(Number)

async function bringUp(pods: number): Promise<Round> {
  const cluster = new Cluster({ nodes: nodesFor(pods) })
  cluster.registerImage(Web)
  await cluster.init()
  const ready = new Set<string>()
  const used = roundOf()
  const done = new Promise<void>((resolve) => {
    cluster.informer('pods', (type, pod) => {
      const isReady = pod.metadata?.labels?.['app'] === 'bench' && (pod.status?.conditions?.some((condition) => condition.type === 'Ready' && condition.status === 'True') ?? false)
      if (isReady && type !== 'delete') ready.add(pod.metadata?.name ?? '')
      if (ready.size >= pods) resolve()
    })
  })
  await cluster.apply([deploymentOf(pods, 'web:1.0')])
  await done
  const round = used()
  await cluster.close()
  return round
}

const measured: Round[] = []
for (const pods of sizes) measured.push(await bringUp(pods))
console.log(JSON.stringify({ rounds: measured } satisfies Run))
process.exit(0)
