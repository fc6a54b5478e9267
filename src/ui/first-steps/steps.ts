/** The six first steps. Each is ticked by what the cluster really has, or really did; never by a click. */
import type { World } from '../../view/world.ts'
import { applyFile, fileNamed, openFile, showRefusal } from '../editor/files.ts'
import { select, sendRequest, useView } from '../store.ts'

const space = 'my-test-space'

export interface FirstStep {
  readonly id: string
  /** Applied by its button, in this order. */
  readonly files: readonly string[]
  readonly isDone: (world: World) => boolean
}

const hasApp = (world: World, app: string) => (world.byResource.get('deployments.apps') ?? []).some((row) => row.namespace === space && row.app === app)

export const firstSteps: readonly FirstStep[] = [
  { id: 'namespace', files: ['namespace.yaml'], isDone: ({ byKey }) => byKey.has(`namespaces/${space}`) },
  { id: 'servera', files: ['servera-deployment.yaml'], isDone: (world) => hasApp(world, 'servera') },
  { id: 'serverb', files: ['serverb-deployment.yaml'], isDone: (world) => hasApp(world, 'serverb') },
  {
    id: 'services',
    files: ['servera-service.yaml', 'serverb-service.yaml'],
    isDone: ({ byKey }) => byKey.has(`services/${space}/servera-svc`) && byKey.has(`services/${space}/serverb-svc`),
  },
  {
    id: 'ingress',
    files: ['ingress.yaml'],
    isDone: ({ byResource }) => (byResource.get('ingresses.networking.k8s.io') ?? []).some(({ namespace }) => namespace === space),
  },
  { id: 'request', files: [], isDone: ({ requests }) => requests.some(({ outcome }) => outcome === 'ok') },
]

/** Does what the step asks for. Where panels share a column, a refusal brings the editor to the front. */
export async function takeStep({ files }: FirstStep, world: World): Promise<void> {
  if (files.length === 0) return sendFirst(world)
  for (const name of files) {
    openFile(name)
    if (!(await applyFile(name))) return useView.setState({ narrowTab: 'editor' })
  }
}

/** Brings the place of the step to the front, where a person can do it by hand. */
export function showStep({ files }: FirstStep): void {
  const name = files.find((file) => fileNamed(file)?.refused) ?? files[0]
  if (name === undefined) return useView.setState({ lowerTab: 'requests', narrowTab: 'requests' })
  showRefusal(name)
  useView.setState({ narrowTab: 'editor' })
}

/** From a pod, where the Service's name is known; the way through the Ingress is the next thing to find out. */
async function sendFirst(world: World): Promise<void> {
  const pods = (world.byResource.get('pods') ?? []).filter(({ namespace, phase, deleting }) => namespace === space && phase === 'Running' && !deleting)
  const pod = pods.find(({ app }) => app === 'servera') ?? pods[0]
  useView.setState({ lowerTab: 'requests' })
  if (!pod) return select(null)
  await sendRequest({ from: `pod/${pod.namespace}/${pod.name}`, url: 'http://serverb-svc:9602/clientapi', method: 'GET' })
}
