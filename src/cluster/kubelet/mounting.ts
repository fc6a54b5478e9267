/**
 * When volumes are mounted and refreshed: before the sandbox, again and again with a growing pause while an object is
 * missing, and once in a while afterwards, which is when an edit of a ConfigMap or Secret reaches the files. Follows
 * kubernetes v1.36 pkg/kubelet/volumemanager/reconciler and pod_workers.go (resync every minute, with jitter of a half).
 */
import type { Container as ContainerSpec } from '../../api/generated/types.ts'
import type { SimEvent } from '../../sim/queue.ts'
import { between } from '../../sim/random.ts'
import { micros, seconds, type Micros } from '../../sim/time.ts'
import { tell } from '../client-go/tell.ts'
import { absolutePath, type Files, type Mount, type Volume } from '../network/files.ts'
import type { Sandbox } from '../network/machine.ts'
import { expand } from './environment.ts'
import { about, emit, sandboxOf, uidOf, type Kubelet, type PodWorker } from './state.ts'
import { followsObjects, mountVolume } from './volumes.ts'

/** A failed mount is tried again after this, doubling (pkg/util/goroutinemap/exponentialbackoff). */
const firstRetry = 500_000
const lastRetry = 122_000_000
/** The pod worker's own patience, after which it says so (podAttachAndMountTimeout). */
const patience = 123_000_000

export interface RefreshEvent extends SimEvent {
  readonly type: 'volume-refresh'
  readonly uid: string
}
export const isRefresh = (event: SimEvent): event is RefreshEvent => event.type === 'volume-refresh'

export type Volumes = { readonly ok: true; readonly volumes: Map<string, Volume> } | { readonly ok: false; readonly retry: Micros }

/** All of the pod's volumes, or when to try again. */
export function mountVolumes(k: Kubelet, worker: PodWorker): Volumes {
  const specs = worker.pod.spec.volumes ?? []
  const before = sandboxOf(k, worker)?.volumes
  const volumes = new Map<string, Volume>()
  const failed: string[] = []
  for (const spec of specs) {
    const mounted = mountVolume(k, worker, spec, before?.get(spec.name))
    if (mounted.ok) volumes.set(spec.name, mounted.volume)
    else {
      failed.push(spec.name)
      refuse(k, worker, { volume: spec.name, message: mounted.problem })
    }
  }
  if (failed.length === 0) return { ok: true, volumes }
  return { ok: false, retry: retryOf(k, worker, failed) }
}

function refuse(k: Kubelet, worker: PodWorker, { volume, message }: { volume: string; message: string }): void {
  const { pod } = worker
  emit(k, worker, { type: 'Warning', reason: 'FailedMount', message: `MountVolume.SetUp failed for volume "${volume}" : ${message}` })
  tell(k.ctx, 'kubelet.mount-failed', { ...about(k, pod), level: 'warning' }, { pod: pod.metadata.name, node: k.ctx.instance, volume, message })
}

function retryOf(k: Kubelet, worker: PodWorker, failed: readonly string[]): Micros {
  const { mounting } = worker
  const since = mounting?.since ?? k.ctx.now
  const isLate = k.ctx.now - since >= patience
  if (isLate) {
    const message = `Unable to attach or mount volumes: unmounted volumes=[${failed.join(' ')}], unattached volumes=[], failed to process volumes=[]: context deadline exceeded`
    emit(k, worker, { type: 'Warning', reason: 'FailedMount', message })
  }
  const delay = mounting ? Math.min(mounting.delay * 2, lastRetry) : firstRetry
  worker.mounting = Object.freeze({ since: isLate ? k.ctx.now : since, delay })
  return micros(delay)
}

/** Only pods whose volumes follow more than the service account are looked at again. */
export function scheduleRefresh({ ctx }: Kubelet, worker: PodWorker): void {
  const follows = (worker.pod.spec.volumes ?? []).some((spec) => followsObjects(spec) && !spec.name.startsWith('kube-api-access-'))
  if (!follows) return
  const event: RefreshEvent = { type: 'volume-refresh', uid: uidOf(worker.pod) }
  ctx.send(ctx.self, event, micros(between(() => ctx.random(), seconds(60), seconds(90))))
}

export function onRefresh(k: Kubelet, worker: PodWorker): void {
  const sandbox = sandboxOf(k, worker)
  if (!sandbox?.ready || worker.stage === 'terminating' || worker.stage === 'finalizing' || worker.stage === 'finished') return
  refreshVolumes(k, worker)
  scheduleRefresh(k, worker)
}

/** A file that is no longer there goes; what cannot be read now stays as it was. */
export function refreshVolumes(k: Kubelet, worker: PodWorker): void {
  const sandbox = sandboxOf(k, worker)
  for (const spec of sandbox?.ready ? (worker.pod.spec.volumes ?? []) : []) {
    const before = sandbox?.volumes.get(spec.name)
    if (!followsObjects(spec) || !before) continue
    const mounted = mountVolume(k, worker, spec, before)
    if (!mounted.ok) refuse(k, worker, { volume: spec.name, message: mounted.problem })
    else if (!sameFiles(before.files, mounted.volume.files)) {
      before.files = mounted.volume.files
      if (hasContainers(sandbox)) tell(k.ctx, 'kubelet.volume-refreshed', about(k, worker.pod), { pod: worker.pod.metadata.name, node: k.ctx.instance, volume: spec.name })
    }
  }
}

/** Before the first container the pod's address reaches the files it is written in. */
const hasContainers = (sandbox: Sandbox | undefined): boolean => (sandbox?.containers.length ?? 0) > 0

const sameFiles = (a: Files, b: Files): boolean => a.size === b.size && [...a].every(([path, text]) => b.get(path) === text)

/** Where a container sees the pod's volumes. */
export function mountsOf(spec: ContainerSpec, sandbox: Sandbox, env: { readonly [name: string]: string }): Mount[] {
  return (spec.volumeMounts ?? []).map(({ name, mountPath, subPath, subPathExpr, readOnly = false }) => {
    const inside = (subPathExpr ? expand(subPathExpr, new Map(Object.entries(env))) : (subPath ?? '')).replace(/^\/+|\/+$/g, '')
    const volume = sandbox.volumes.get(name)
    const isCopied = volume !== undefined && !['emptyDir', 'hostPath'].includes(volume.type)
    return { path: absolutePath(mountPath, '/'), volume: name, subPath: inside, readOnly, pinned: isCopied && inside !== '' ? filesBelow(volume.files, inside) : null }
  })
}

const filesBelow = (files: Files, path: string): { readonly [path: string]: string } =>
  Object.freeze(Object.fromEntries([...files].filter(([name]) => name === path || name.startsWith(`${path}/`))))
