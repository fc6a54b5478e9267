/**
 * A pod's volumes: what is on them when they are mounted, and what is on them after a ConfigMap or Secret has changed.
 * Follows kubernetes v1.36 pkg/volume (configmap, secret, projected, downwardapi, emptydir, hostpath) and
 * pkg/kubelet/volumemanager. The token of a service account is a readable stand-in. Other types of volumes are refused.
 */
import type { KeyToPath, Pod, Volume as VolumeSpec, VolumeProjection } from '../../api/generated/types.ts'
import type { Files, Volume } from '../network/files.ts'
import { fieldOf, resourceOf } from './downward.ts'
import { hostPathProblem } from './host-path.ts'
import { dataOf, type Source } from './objects.ts'
import { sandboxOf, type Kubelet, type PodWorker } from './state.ts'

export type Mounted = { readonly ok: true; readonly volume: Volume } | { readonly ok: false; readonly problem: string }

/** Files by path with their octal permissions, or why there are none. */
interface Payload {
  readonly files: Files
  readonly modes: { readonly [path: string]: number }
  readonly problem?: string
}

const usualMode = 0o644

/** `before` is what was mounted under this name, with what was written there. */
export function mountVolume(k: Kubelet, worker: PodWorker, spec: VolumeSpec, before: Volume | undefined): Mounted {
  const { pod } = worker
  if (spec.emptyDir) return { ok: true, volume: before ?? plain('emptyDir', new Map()) }
  if (spec.hostPath) {
    const problem = hostPathProblem(k.machine, spec.hostPath)
    return problem === undefined ? { ok: true, volume: { ...plain('hostPath', new Map()), hostPath: spec.hostPath.path.replace(/(.)\/+$/, '$1') } } : { ok: false, problem }
  }
  const payload = payloadOf(k, worker, spec)
  if (payload) return payload.problem === undefined ? { ok: true, volume: { type: typeOf(spec), hostPath: '', files: payload.files, modes: payload.modes } } : { ok: false, problem: payload.problem }
  if (isBare(spec)) return { ok: true, volume: before ?? plain('emptyDir', new Map()) }
  return { ok: false, problem: `${typeOf(spec)} volumes are not part of this simulation (pod ${pod.metadata.name})` }
}

const plain = (type: string, files: Files): Volume => ({ type, files, modes: {}, hostPath: '' })

/** The field that says what the volume is. */
const typeOf = (spec: VolumeSpec): string => Object.keys(spec).find((field) => field !== 'name') ?? 'emptyDir'

/** A volume without a type is an emptyDir. */
const isBare = (spec: VolumeSpec): boolean => Object.keys(spec).every((field) => field === 'name')

/** Volumes whose files follow objects of the API. */
export const followsObjects = ({ configMap, secret, projected, downwardAPI }: VolumeSpec): boolean => Boolean(configMap ?? secret ?? projected ?? downwardAPI)

/** undefined for volumes of another type. */
function payloadOf(k: Kubelet, worker: PodWorker, { configMap, secret, projected, downwardAPI }: VolumeSpec): Payload | undefined {
  const { pod } = worker
  if (configMap) return keyed(dataOf(k, pod, 'configmaps', configMap), { ...configMap, missing: 'configmap references non-existent config key' })
  if (secret) return keyed(dataOf(k, pod, 'secrets', { ...secret, name: secret.secretName ?? '' }), { ...secret, missing: 'references non-existent secret key' })
  if (downwardAPI) return projectedFiles([downwardFiles(k, worker, downwardAPI.items ?? [])], downwardAPI.defaultMode)
  if (projected) return projectedFiles((projected.sources ?? []).map((source) => projection(k, worker, source)), projected.defaultMode)
  return undefined
}

interface Keyed {
  readonly items?: readonly KeyToPath[]
  readonly optional?: boolean
  readonly defaultMode?: number
  readonly missing: string
}

function keyed({ data, problem }: Source, { items, optional = false, defaultMode, missing }: Keyed): Payload {
  const files: Files = new Map()
  const modes: { [path: string]: number } = { '*': defaultMode ?? usualMode }
  if (problem !== undefined) return { files, modes, problem }
  for (const { key, path, mode } of items ?? Object.keys(data).map((name): KeyToPath => ({ key: name, path: name }))) {
    const text = data[key]
    if (text === undefined && !optional) return { files, modes, problem: `${missing}: ${key}` }
    if (text !== undefined) files.set(path, text)
    if (mode !== undefined) modes[path] = mode
  }
  return { files, modes }
}

function projectedFiles(payloads: readonly Payload[], defaultMode: number | undefined): Payload {
  const modes = Object.assign({}, ...payloads.map((payload) => payload.modes), { '*': defaultMode ?? usualMode }) as Payload['modes']
  const problem = payloads.find((payload) => payload.problem !== undefined)?.problem
  return { files: new Map(payloads.flatMap(({ files }) => [...files])), modes, ...(problem !== undefined && { problem }) }
}

function projection(k: Kubelet, worker: PodWorker, { configMap, secret, downwardAPI, serviceAccountToken, ...others }: VolumeProjection): Payload {
  const { pod } = worker
  if (configMap) return keyed(dataOf(k, pod, 'configmaps', configMap), { ...configMap, missing: 'configmap references non-existent config key' })
  if (secret) return keyed(dataOf(k, pod, 'secrets', secret), { ...secret, missing: 'secret references non-existent secret key' })
  if (downwardAPI) return downwardFiles(k, worker, downwardAPI.items ?? [])
  if (serviceAccountToken) return { files: new Map([[serviceAccountToken.path, tokenOf(pod)]]), modes: {} }
  return { files: new Map(), modes: {}, problem: `projections of ${Object.keys(others)[0] ?? 'nothing'} are not part of this simulation` }
}

/** Who the pod is, to whoever asks the API server in its name; no signature. */
const tokenOf = ({ metadata, spec }: Pod): string => `kubarium.${metadata.namespace ?? ''}.${spec.serviceAccountName ?? 'default'}.${metadata.uid ?? ''}`

type DownwardItem = NonNullable<NonNullable<VolumeSpec['downwardAPI']>['items']>[number]

function downwardFiles(k: Kubelet, worker: PodWorker, items: readonly DownwardItem[]): Payload {
  const addresses = { pod: sandboxOf(k, worker)?.address ?? worker.pod.status?.podIP ?? '', host: k.machine.address }
  const modes = Object.fromEntries(items.flatMap(({ path, mode }) => (mode === undefined ? [] : [[path, mode] as const])))
  const files = items.map(({ path, fieldRef, resourceFieldRef }) => {
    const text = fieldRef ? fieldOf(worker.pod, fieldRef.fieldPath, addresses) : resourceFieldRef ? resourceOf(k, worker.pod, resourceFieldRef) : ''
    return [path, text] as const
  })
  return { files: new Map(files), modes }
}
