/**
 * Images for containers: policy, pulls one at a time, back-off, and kubelet's words for it. Follows kubernetes v1.36
 * pkg/kubelet/images/image_manager.go with serialized pulls. Leaves out credentials and image garbage collection.
 */
import type { Container as ContainerSpec } from '../../api/generated/types.ts'
import type { SimEvent } from '../../sim/queue.ts'
import { between } from '../../sim/random.ts'
import { micros, ms, plus, seconds, type Micros } from '../../sim/time.ts'
import { tell } from '../client-go/tell.ts'
import { cross, endOf, internetEnd } from '../network/link.ts'
import { observeFlight } from '../network/observe.ts'
import type { Resolved } from '../network/program.ts'
import { delayOf, heldUntil, raise } from './back-off.ts'
import { goDuration } from './go-duration.ts'
import { reportSoon } from './registration.ts'
import { dialTimeout, unreachableRegistry } from './unreachable-registry.ts'
import { about, emitFor, specOf, uidOf, type Kubelet, type PodWorker, type PullRequest } from './state.ts'

/** `asked`: a pull is under way or waits for its turn; `failed`: not now, `worker.waiting` says why. */
export type ImageVerdict = 'present' | 'asked' | 'failed'

/** To the kubelet itself: the pull at the head of the queue has ended. */
export interface PulledEvent extends SimEvent {
  readonly type: 'pulled'
  readonly started: Micros
  readonly request: PullRequest
  /** Nothing came through to the registry. */
  readonly isLost: boolean
}
export const isPulled = (event: SimEvent): event is PulledEvent => event.type === 'pulled'

export function ensureImage(k: Kubelet, worker: PodWorker, spec: ContainerSpec): ImageVerdict {
  const image = spec.image ?? ''
  const resolved = k.registry.resolve(image)
  if (!resolved.ok && resolved.invalid) return refuse(k, worker, spec.name, { reason: 'InvalidImageName', message: resolved.message, event: 'InspectFailed' })
  const present = k.machine.images.has(resolved.reference)
  if (present && spec.imagePullPolicy !== 'Always') {
    emitFor(k, worker, spec.name, { reason: 'Pulled', message: `Container image "${image}" already present on machine and can be accessed by the pod` })
    return 'present'
  }
  if (spec.imagePullPolicy === 'Never') {
    const message = `Container image "${image}" is not present with pull policy of Never`
    return refuse(k, worker, spec.name, { reason: 'ErrImageNeverPull', message, event: 'ErrImageNeverPull' })
  }
  return isHeld(k, worker, image) ? holdBack(k, worker, spec.name) : askForPull(k, worker, { container: spec.name, image })
}

const pullKey = (worker: PodWorker, image: string): string => `${uidOf(worker.pod)}_${image}`

function isHeld({ state, ctx }: Kubelet, worker: PodWorker, image: string): boolean {
  const key = pullKey(worker, image)
  const since = state.backOffs.get(key)?.updated
  return since !== undefined && heldUntil(state.backOffs, key, { since, now: ctx.now }) !== undefined
}

function refuse(k: Kubelet, worker: PodWorker, container: string, { reason, message, event }: { reason: string; message: string; event: string }): ImageVerdict {
  emitFor(k, worker, container, { type: 'Warning', reason: event, message })
  emitFor(k, worker, container, { type: 'Warning', reason: 'Failed', message: `Error: ${reason}` })
  worker.waiting.set(container, { reason, message })
  return 'failed'
}

function holdBack(k: Kubelet, worker: PodWorker, container: string): ImageVerdict {
  const { image = '' } = specOf(worker, container)
  const before = worker.waiting.get(container)
  const cause = before?.reason === 'ErrImagePull' ? `ErrImagePull: ${before.message}` : before?.message.replace(/^Back-off pulling image "[^"]*": /, '')
  const message = `Back-off pulling image "${image}"`
  emitFor(k, worker, container, { reason: 'BackOff', message })
  emitFor(k, worker, container, { type: 'Warning', reason: 'Failed', message: 'Error: ImagePullBackOff' })
  worker.waiting.set(container, { reason: 'ImagePullBackOff', message: cause ? `${message}: ${cause}` : message })
  return 'failed'
}

function askForPull(k: Kubelet, worker: PodWorker, { container, image }: { container: string; image: string }): ImageVerdict {
  const { ctx, state } = k
  emitFor(k, worker, container, { reason: 'Pulling', message: `Pulling image "${image}"` })
  const { name } = worker.pod.metadata
  tell(ctx, 'kubelet.pulling', about(k, worker.pod), { pod: name, node: ctx.instance, image })
  state.pulls.push(Object.freeze({ uid: uidOf(worker.pod), container, image, asked: ctx.now, cause: ctx.cause }))
  if (state.pulls.length === 1) startPull(k)
  return 'asked'
}

/** Megabytes per second from the registry, unpacking included. */
const pullRate = 40
/** Resolving a reference: the registry is asked for the manifest. */
const resolveTime = { from: 250_000, to: 450_000 }

function startPull(k: Kubelet): void {
  const { ctx, registry, machine, state } = k
  const [request] = state.pulls
  if (!request) return
  ctx.cause = request.cause
  const resolved = registry.resolve(request.image)
  const asking = between(() => ctx.random(), resolveTime.from, resolveTime.to)
  const onDisk = machine.images.has(resolved.reference)
  const loading = resolved.ok && !onDisk ? resolved.image.sizeBytes / pullRate : 0
  const { isLost, delay } = cross(ctx, [internetEnd, endOf(ctx.self)], 'connect')
  const took = isLost ? dialTimeout : micros(asking + loading + delay)
  const outcome = isLost ? 'timeout' : resolved.ok ? 'ok' : 'client-error'
  observeFlight(ctx, { flight: 'pull', from: 'registry', to: `kubelet/${ctx.instance}`, latency: took, outcome, label: request.image })
  const event: PulledEvent = { type: 'pulled', started: plus(ctx.now, ctx.charged), request, isLost }
  ctx.send(ctx.self, event, took)
}

/** Takes the end of a pull in and starts the next one. Returns the worker that waited for it, if it still does. */
export function finishPull(k: Kubelet, { request, started, isLost }: PulledEvent): PodWorker | undefined {
  const { state, registry, machine } = k
  state.pulls.shift()
  const named = registry.resolve(request.image)
  const resolved = isLost ? unreachableRegistry(named) : named
  if (resolved.ok && !machine.images.has(resolved.reference)) {
    reportSoon(k)
    const { repository, digest, sizeBytes } = resolved.image
    machine.images.set(resolved.reference, Object.freeze({ id: `${repository}@${digest}`, sizeBytes, names: [`${repository}@${digest}`, resolved.reference] }))
  }
  const worker = state.workers.get(request.uid)
  const waits = worker?.stage === 'pulling' && worker.current === request.container ? worker : undefined
  if (waits) reportPull(k, waits, { request, resolved, started })
  const { cause } = k.ctx
  startPull(k)
  k.ctx.cause = cause
  return waits
}

interface Pulled {
  readonly request: PullRequest
  readonly resolved: Resolved
  readonly started: Micros
}

function reportPull(k: Kubelet, worker: PodWorker, { request, resolved, started }: Pulled): void {
  const { ctx } = k
  const { image, container, asked } = request
  const { name } = worker.pod.metadata
  if (!resolved.ok) {
    raise(k.state.backOffs, pullKey(worker, image), { since: ctx.now, now: ctx.now })
    emitFor(k, worker, container, { type: 'Warning', reason: 'Failed', message: `Failed to pull image "${image}": ${resolved.message}` })
    emitFor(k, worker, container, { type: 'Warning', reason: 'Failed', message: 'Error: ErrImagePull' })
    worker.waiting.set(container, { reason: 'ErrImagePull', message: resolved.message })
    tellHeldBack(k, worker, request)
    return tell(ctx, 'kubelet.pull-failed', { ...about(k, worker.pod), level: 'warning' }, { pod: name, node: ctx.instance, image, message: resolved.message })
  }
  const took = goDuration(micros(ctx.now - started))
  const waited = goDuration(micros(ctx.now - asked))
  const message = `Successfully pulled image "${image}" in ${took} (${waited} including waiting). Image size: ${resolved.image.sizeBytes} bytes.`
  emitFor(k, worker, container, { reason: 'Pulled', message })
  tell(ctx, 'kubelet.pulled', about(k, worker.pod), { pod: name, node: ctx.instance, image, milliseconds: Math.round((ctx.now - asked) / 1_000) })
}

function tellHeldBack(k: Kubelet, worker: PodWorker, { container, image }: PullRequest): void {
  const { ctx } = k
  const delay = delayOf(k.state.backOffs, pullKey(worker, image))
  const params = { pod: worker.pod.metadata.name, node: ctx.instance, container, seconds: delay / 1_000_000, until: plus(ctx.now, delay) }
  tell(ctx, 'kubelet.held-back', { ...about(k, worker.pod), level: 'detail' }, { ...params, reason: 'ImagePullBackOff' })
}

/** A pod that is going away no longer waits for its pull; one that is under way runs to its end. */
export function forgetPulls({ state }: Kubelet, uid: string): void {
  for (let i = state.pulls.length - 1; i > 0; i--) if (state.pulls[i]?.uid === uid) state.pulls.splice(i, 1)
}

/** Pod workers look at a failed pull again after this, with up to half of it on top. */
export const pullRetry = (random: () => number): Micros => plus(seconds(10), ms(between(random, 0, 5_000)))
