/** The six first steps. Each is ticked by what the cluster really has, or really did; never by a click. */
import type { World } from '../../view/world.ts'
import { applyFile, openFile } from '../editor/files.ts'
import { select, sendRequest, useView } from '../store.ts'

const space = 'my-test-space'

export interface FirstStep {
  readonly id: string
  readonly isDone: (world: World) => boolean
  readonly act: (world: World) => void | Promise<unknown>
}

const deployments = (world: World) => (world.byResource.get('deployments.apps') ?? []).filter(({ namespace }) => namespace === space)
const hasApp = (world: World, app: string) => deployments(world).some((row) => row.app === app)
const has = (world: World, key: string) => world.byKey.has(key)

export const firstSteps: readonly FirstStep[] = [
  { id: 'namespace', isDone: (world) => has(world, `namespaces/${space}`), act: () => applyOpened('namespace.yaml') },
  { id: 'servera', isDone: (world) => hasApp(world, 'servera'), act: () => applyOpened('servera-deployment.yaml') },
  { id: 'serverb', isDone: (world) => hasApp(world, 'serverb'), act: () => applyOpened('serverb-deployment.yaml') },
  {
    id: 'services',
    isDone: (world) => has(world, `services/${space}/servera-svc`) && has(world, `services/${space}/serverb-svc`),
    act: async () => {
      await applyOpened('servera-service.yaml')
      await applyOpened('serverb-service.yaml')
    },
  },
  {
    id: 'ingress',
    isDone: (world) => (world.byResource.get('ingresses.networking.k8s.io') ?? []).some(({ namespace }) => namespace === space),
    act: () => applyOpened('ingress.yaml'),
  },
  { id: 'request', isDone: (world) => world.requests.some(({ outcome }) => outcome === 'ok'), act: sendFirst },
]

async function applyOpened(name: string): Promise<void> {
  openFile(name)
  useView.setState({ narrowTab: 'editor' })
  await applyFile(name)
}

/** From a pod, where the Service's name is known; the way through the Ingress is the next thing to find out. */
async function sendFirst(world: World): Promise<void> {
  const pods = (world.byResource.get('pods') ?? []).filter(({ namespace, phase, deleting }) => namespace === space && phase === 'Running' && !deleting)
  const pod = pods.find(({ app }) => app === 'servera') ?? pods[0]
  useView.setState({ lowerTab: 'requests' })
  if (!pod) return select(null)
  await sendRequest({ from: `pod/${pod.namespace}/${pod.name}`, url: 'http://serverb-svc:9602/clientapi', method: 'GET' })
}
