/**
 * The shell that turns any set of controllers into one process (a part): shared informers, one work queue and one
 * worker per controller, retries, one event recorder per controller. All requeue policy is in `finish`.
 *
 * A process starts by listing and watching what its controllers need; its caches are then as stale as their watches.
 * A worker takes one key at a time and is busy for as long as its API calls were charged.
 */
import type { ApiTypes } from '../../api/generated/types.ts'
import type { ApiObject } from '../../api/meta/object.ts'
import { assert, AssertionError } from '../../sim/assert.ts'
import type { PartDefinition, StepContext } from '../../sim/part.ts'
import type { SimEvent } from '../../sim/queue.ts'
import { later, micros, ms, plus, seconds, type Micros } from '../../sim/time.ts'
import type { Client, Resource } from './client.ts'
import { createInformer, deliver, indexNames, listerOf, type InformerState, type Lister } from './informer.ts'
import { isRenew, renewLeadership } from './leader-election.ts'
import { record, type EventText, type RecorderState } from './recorder.ts'
import { isWatchEnded, onWatchEnded, type Reflectors } from './reflector.ts'
import { isWatchEvent, keyOf, type WatchEvent } from './watch.ts'
import { add, createWorkQueue, forget, retryDelay, take, type WorkQueue } from './work-queue.ts'

/** What a sync says of itself: done, try again with back-off, or come back after a time. */
export type SyncOutcome =
  | { readonly type: 'done' }
  | { readonly type: 'retry'; readonly reason: string }
  | { readonly type: 'after'; readonly delay: Micros }

export const done: SyncOutcome = { type: 'done' }
export const retry = (reason: string): SyncOutcome => ({ type: 'retry', reason })
export const after = (delay: Micros): SyncOutcome => ({ type: 'after', delay })

/** What a controller is given to work with, for the length of one step. */
export interface ControllerContext<Memory> {
  readonly ctx: StepContext
  readonly client: Client
  /** The controller's own plain data: expectations and the like. */
  readonly memory: Memory
  lister<R extends Resource>(resource: R): Lister<ApiTypes[R]>
  /** Puts a key into this controller's work queue; a key that is in it already stays where it is. */
  enqueue(key: string): void
  enqueueAfter(key: string, delay: Micros): void
  event(object: ApiObject, text: EventText): void
}

export interface Controller<Memory = unknown> {
  /** The name in its place, `controller/deployment`. */
  readonly name: string
  /** The component in its Events, `deployment-controller`. */
  readonly component: string
  readonly resources: readonly Resource[]
  createMemory(): Memory
  /** Decides which keys a change makes due. `previous` is what the cache held before. */
  onChange(c: ControllerContext<Memory>, event: WatchEvent, previous: ApiObject | undefined): void
  /** Called once after the caches are filled; periodic work enqueues its first key here. */
  onStart?(c: ControllerContext<Memory>): void
  sync(c: ControllerContext<Memory>, key: string): SyncOutcome
}

export interface ProcessState {
  readonly informers: Map<Resource, InformerState>
  readonly reflectors: Reflectors
  /** By controller name. */
  readonly workers: Map<string, WorkerState>
}

interface WorkerState {
  readonly queue: WorkQueue
  readonly recorded: RecorderState
  readonly memory: unknown
  /** True while a `work` event is under way. */
  busy: boolean
  /** When the API calls of the last sync are through: what comes due in the meantime is worked on together. */
  freeAt: Micros
}

interface WorkEvent extends SimEvent {
  readonly type: 'work'
  readonly controller: string
}
interface DueEvent extends SimEvent {
  readonly type: 'due'
  readonly controller: string
  readonly key: string
}
const isWork = (event: SimEvent): event is WorkEvent => event.type === 'work'
const isDue = (event: SimEvent): event is DueEvent => event.type === 'due'

/** What one sync costs beyond its API calls. */
const syncCost = ms(0.2)
/** From the cache to the worker: handlers and queue are goroutines upstream. */
const wakeUp = ms(1)
/** A process whose first list fails tries again. */
const relistAfter = seconds(1)

export interface ProcessOptions {
  /** The part's name: `kube-controller-manager`. */
  readonly type: string
  readonly client: Client
  readonly controllers: readonly Controller[]
}

export function defineProcess({ type, client, controllers }: ProcessOptions): PartDefinition<ProcessState> {
  const resources = [...new Set(controllers.flatMap((controller) => controller.resources))].sort()
  const byName = new Map(controllers.map((controller) => [controller.name, controller]))
  const byResource = new Map(
    resources.map((resource) => [resource, controllers.filter((controller) => controller.resources.includes(resource))] as const),
  )
  const places = new Map(controllers.map(({ name }) => [name, `controller/${name}`]))
  const contextOf = (ctx: StepContext, state: ProcessState, controller: Controller) => {
    ctx.actor = places.get(controller.name) ?? ''
    return new ControllerStep({ ctx, state, controller, client })
  }

  const start = (ctx: StepContext, state: ProcessState): void => {
    for (const resource of resources) {
      if (state.informers.has(resource)) continue
      const listed = client.listAndWatch(ctx, resource)
      if (!listed.ok) return ctx.send(ctx.self, { type: 'start' }, relistAfter)
      state.informers.set(resource, createInformer(listed.object.objects, listed.object.revision, indexNames))
    }
    for (const controller of controllers) begin(contextOf(ctx, state, controller), controller, state)
  }
  const receive = (ctx: StepContext, state: ProcessState, event: WatchEvent): void => {
    const informer = state.informers.get(event.resource)
    if (!informer) return
    const previous = deliver(informer, event)
    for (const controller of byResource.get(event.resource) ?? []) controller.onChange(contextOf(ctx, state, controller), event, previous)
  }
  const work = (ctx: StepContext, state: ProcessState, name: string): void => {
    const [controller, worker] = [byName.get(name), state.workers.get(name)]
    assert(controller && worker, `no controller ${name}`)
    const item = take(worker.queue)
    worker.busy = worker.queue.items.size > 0
    if (!item) return
    ctx.cause = item.cause
    ctx.charge(syncCost)
    const c = contextOf(ctx, state, controller)
    finish(c, worker, { key: item.key, outcome: controller.sync(c, item.key) })
    worker.freeAt = plus(ctx.now, ctx.charged)
    if (worker.busy) ctx.send(ctx.self, { type: 'work', controller: name } satisfies WorkEvent)
  }

  return {
    type,
    init: () => ({
      informers: new Map(),
      reflectors: new Map(),
      workers: new Map(
        controllers.map(({ name, createMemory }) => [
          name,
          { queue: createWorkQueue(), recorded: new Map(), memory: createMemory(), busy: false, freeAt: micros(0) },
        ]),
      ),
    }),
    step: (ctx, state, event) => {
      if (isWatchEvent(event)) receive(ctx, state, event)
      else if (isWatchEnded(event)) {
        const cached = (resource: Resource) => state.informers.get(resource)?.objects.values() ?? []
        onWatchEnded(ctx, { client, resources, reflectors: state.reflectors, cached, take: (change) => receive(ctx, state, change) }, event)
      } else if (isRenew(event)) renewLeadership(ctx, client, event)
      else if (isWork(event)) work(ctx, state, event.controller)
      else if (isDue(event)) {
        const controller = byName.get(event.controller)
        if (controller) contextOf(ctx, state, controller).enqueue(event.key)
      } else if (event.type === 'start') start(ctx, state)
    },
  }
}

/** After the first list everything in the cache is new to the controller. */
function begin(c: ControllerContext<unknown>, controller: Controller, state: ProcessState): void {
  for (const resource of controller.resources) {
    const informer = state.informers.get(resource)
    for (const object of informer?.objects.values() ?? []) {
      const revision = Number(object.metadata.resourceVersion)
      controller.onChange(c, { type: 'watch', resource, verb: 'ADDED', key: keyOf(object), object, revision }, undefined)
    }
  }
  controller.onStart?.(c)
}

function finish(c: ControllerContext<unknown>, worker: WorkerState, { key, outcome }: { key: string; outcome: SyncOutcome }): void {
  if (outcome.type === 'retry') return c.enqueueAfter(key, retryDelay(worker.queue, key))
  forget(worker.queue, key)
  if (outcome.type === 'after') c.enqueueAfter(key, outcome.delay)
}

interface ContextParts {
  readonly ctx: StepContext
  readonly state: ProcessState
  readonly controller: Controller
  readonly client: Client
}

/** A class, because one is made for every event of every controller. */
class ControllerStep implements ControllerContext<unknown> {
  readonly ctx: StepContext
  readonly client: Client
  private readonly state: ProcessState
  private readonly controller: Controller
  private readonly worker: WorkerState

  constructor({ ctx, state, controller, client }: ContextParts) {
    const worker = state.workers.get(controller.name)
    assert(worker, 'a controller without a worker')
    this.ctx = ctx
    this.client = client
    this.state = state
    this.controller = controller
    this.worker = worker
  }

  get memory(): unknown {
    return this.worker.memory
  }

  lister<R extends Resource>(resource: R): Lister<ApiTypes[R]> {
    const informer = this.state.informers.get(resource)
    if (!informer) throw new AssertionError(`${this.controller.name} does not watch ${resource}`)
    return listerOf(informer, resource)
  }

  enqueue(key: string): void {
    add(this.worker.queue, key, this.ctx.cause)
    if (this.worker.busy) return
    this.worker.busy = true
    const rest = this.worker.freeAt - this.ctx.now - this.ctx.charged
    this.ctx.send(this.ctx.self, { type: 'work', controller: this.controller.name } satisfies WorkEvent, later(wakeUp, micros(rest)))
  }

  enqueueAfter(key: string, delay: Micros): void {
    this.ctx.send(this.ctx.self, { type: 'due', controller: this.controller.name, key } satisfies DueEvent, delay)
  }

  event(object: ApiObject, text: EventText): void {
    record(this.ctx, { client: this.client, source: { component: this.controller.component }, state: this.worker.recorded }, object, text)
  }
}
