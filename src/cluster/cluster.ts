/**
 * The whole cluster: every part, wired. The only file that sees them all. What comes from outside (HTTP requests that
 * change something, requests sent into the cluster) is an input: stamped, logged, replayed; everything else is read. A
 * dry run is read too: it works on a copy of the store, which nobody keeps.
 */
import type { ActiveFault, FaultOrder } from '../api/fault.ts'
import type { HttpRequest, HttpResponse } from '../api/meta/http.ts'
import { isStream } from '../api/meta/http.ts'
import type { ApiObject } from '../api/meta/object.ts'
import { formatSeconds, secondsOf } from '../api/meta/time.ts'
import { copy } from '../sim/copy.ts'
import { createKernel, type Kernel, type Snapshot } from '../sim/kernel.ts'
import type { Observed, PartDefinition, StepContext } from '../sim/part.ts'
import { hashName, randomUint32 } from '../sim/random.ts'
import { micros, seconds, type Micros } from '../sim/time.ts'
import { absenceOf, createClient, createWriter, placeOf } from './connection.ts'
import { tell } from './client-go/tell.ts'
import { defineCoreDns } from './coredns/coredns.ts'
import type { Store } from './etcd/store.ts'
import { defineIngressController } from './ingress-controller/ingress-controller.ts'
import { refusal } from './kube-apiserver/answers.ts'
import { installBase } from './kube-apiserver/base.ts'
import { handle, isDryRun, isRead } from './kube-apiserver/handle.ts'
import { defineApiServer, defineEtcd } from './kube-apiserver/kube-apiserver.ts'
import { routeOf } from './kube-apiserver/route.ts'
import { controllerNames, defineControllerManager, workQueueDepth } from './kube-controller-manager/kube-controller-manager.ts'
import type { ProcessState } from './client-go/process.ts'
import type { FaultsState } from './faults/fault.ts'
import { activeFaults, defineFaults, healFault, injectFault, type Healed, type Injected } from './faults/faults.ts'
import { defineKubeProxy } from './kube-proxy/kube-proxy.ts'
import { defineScheduler, queueDepth, type SchedulerState } from './kube-scheduler/kube-scheduler.ts'
import { defineHollowKubelet, defineKubelet } from './kubelet/kubelet.ts'
import { defineNode } from './kubelet/node.ts'
import { defineNetwork } from './network/network.ts'
import { type NetworkState, type RequestOrder, type Stream } from './network/network-state.ts'
import { sendRequest, startTraffic, stopTraffic, type Ordered } from './network/order.ts'
import { logReader } from './log-reader.ts'
import { createMachines, type Machines, type PluggedIn } from './machines.ts'
import { startPart, stopPart, type Done } from './parts.ts'
import { createRegistry } from './registry/registry.ts'

export { controllerNames }
export type { RequestOrder }

export interface ClusterOptions {
  readonly seed: number
  /** The calendar date at birth, RFC 3339. */
  readonly born: string
  readonly nodes: readonly string[]
  /** Nodes play pods by a script instead of running them, as for benches and recordings. */
  readonly hollow?: boolean
  readonly onObserved?: (observed: Observed) => void
  /** Hears of each new input before it is performed; not of those that are repeated. */
  readonly onInput?: (logged: LoggedInput) => void
}

/** Something that came from outside. Plain data. */
export type Input =
  | { readonly type: 'http'; readonly request: HttpRequest }
  | { readonly type: 'send'; readonly order: RequestOrder }
  | { readonly type: 'start-traffic'; readonly order: RequestOrder; readonly perSecond: number }
  | { readonly type: 'stop-traffic'; readonly id: number }
  /** A process or a machine, as `parts.ts` names them. */
  | { readonly type: 'stop'; readonly part: string }
  | { readonly type: 'start'; readonly part: string }
  /** A further machine is plugged in. */
  | { readonly type: 'add-node'; readonly name: string }
  | { readonly type: 'fault'; readonly order: FaultOrder }
  | { readonly type: 'heal'; readonly id: number }

/** An input in the log: what it was, when, and after how many events. */
export interface LoggedInput {
  readonly at: Micros
  readonly taken: number
  readonly input: Input
}

export interface Cluster {
  readonly kernel: Kernel
  /** What led to the present moment, oldest first. */
  readonly inputs: readonly LoggedInput[]
  /** The API server's front door, for everything that is not a component. */
  handle(request: HttpRequest): HttpResponse
  send(order: RequestOrder): Ordered
  startTraffic(order: RequestOrder, perSecond: number): Ordered
  stopTraffic(id: number): void
  stop(part: string): Done
  start(part: string): Done
  /** Parts that are down. */
  stopped(): readonly string[]
  /** Plugs a machine in; without a name it takes the next of node-1, node-2, … */
  addNode(name?: string): PluggedIn
  fault(order: FaultOrder): Injected
  heal(id: number): Healed
  /** Trouble that was injected and lasts. */
  faults(): readonly ActiveFault[]
  /** Performs an input of another run as a new one of this. */
  performAnew(input: Input): void
  /** Goes on to the place of a logged input and performs it as it was performed then. */
  repeat(logged: LoggedInput): void
  /** Repeats a log from the beginning, up to and including its last input. */
  replay(log: readonly LoggedInput[]): void
  /** Goes to another moment, which these inputs led to. */
  returnTo(moment: Snapshot, inputs: readonly LoggedInput[]): void
  /** etcd's store, to be read. */
  store(): Store<ApiObject>
  /** Streams of requests that run. */
  traffic(): readonly (Stream & { readonly id: number })[]
  /** Waiting work by place, for those who have any. */
  queues(): { readonly [place: string]: number }
}

export function createCluster(options: ClusterOptions): Cluster {
  const born = secondsOf(options.born)
  const machines = createMachines(options.nodes, processesOf(options))
  const kernel = createKernel({
    seed: options.seed,
    definitions: definitionsOf(options, born, machines),
    ...(options.onObserved && { onObserved: options.onObserved }),
  })
  let inputs: LoggedInput[] = []
  /** How often the API server was stopped, or time was left: watches from outside end with it. */
  let serversStopped = 0
  bringUp(kernel, options, born)

  const store = () => kernel.peek('etcd') as Store<ApiObject>
  const now = () => formatSeconds(born + Math.floor(kernel.world.now / 1_000_000))
  const asInput = <T>(input: Input, act: () => T): T => {
    const logged = Object.freeze({ at: kernel.world.now, taken: kernel.world.taken, input })
    options.onInput?.(logged)
    inputs.push(logged)
    return act()
  }
  const perform = (input: Input): Performed => {
    if (input.type === 'stop' && input.part === 'kube-apiserver') serversStopped++
    return performInput({ kernel, born, machines }, input)
  }
  const ordered = (input: Input): Ordered => asInput(input, () => perform(input)) as Ordered
  const repeat = (logged: LoggedInput): void => {
    while (kernel.world.taken < logged.taken) kernel.step()
    kernel.advanceTo(logged.at)
    inputs.push(logged)
    perform(logged.input)
  }
  return {
    kernel,
    get inputs() {
      return inputs
    },
    handle: (request) => {
      if (!isRead(request) && !isDryRun(request)) return asInput({ type: 'http', request }, () => perform({ type: 'http', request })) as HttpResponse
      const down = kernel.stopped()
      if (down.includes('kube-apiserver') || down.includes('etcd')) return refusal(absenceOf((part) => !down.includes(part)))
      const server = { store, now, readLog: logReader(kernel, born), env: () => ({ store: copy(store()), at: kernel.world.now, cause: 0, now: now(), random: trialNumbers(kernel, `${store().revision} ${request.path} ${request.body}`) }) }
      const openedAt = serversStopped
      return endingWith(handle(server, request), () => serversStopped === openedAt)
    },
    send: (order) => ordered({ type: 'send', order }),
    startTraffic: (order, perSecond) => ordered({ type: 'start-traffic', order, perSecond }),
    stop: (part) => asInput({ type: 'stop', part }, () => perform({ type: 'stop', part })) as Done,
    start: (part) => asInput({ type: 'start', part }, () => perform({ type: 'start', part })) as Done,
    stopped: () => kernel.stopped(),
    addNode: (name = machines.freeName(kernel)) => asInput({ type: 'add-node', name }, () => perform({ type: 'add-node', name })) as PluggedIn,
    fault: (order) => asInput({ type: 'fault', order }, () => perform({ type: 'fault', order })) as Injected,
    heal: (id) => asInput({ type: 'heal', id }, () => perform({ type: 'heal', id })) as Healed,
    faults: () => activeFaults(kernel.peek('faults') as FaultsState),
    stopTraffic: (id) => void asInput({ type: 'stop-traffic', id }, () => perform({ type: 'stop-traffic', id })),
    performAnew: (input) => void asInput(input, () => perform(input)),
    repeat,
    replay: (log) => log.forEach(repeat),
    returnTo: (moment, led) => {
      kernel.restore(moment)
      serversStopped++
      inputs = [...led]
    },
    store,
    traffic: () => [...(kernel.peek('network') as NetworkState).traffic].map(([id, stream]) => ({ id, ...stream })),
    queues: () => queuesOf(kernel),
  }
}

/** For what is only tried out: none of the world's, and the same for the same trial. */
function trialNumbers({ world }: Kernel, trial: string): () => number {
  const stream = hashName(trial)
  let drawn = 0
  return () => randomUint32(world.seed, stream, drawn++)
}

type Performed = HttpResponse | Ordered | Done | PluggedIn | undefined

interface Stage {
  readonly kernel: Kernel
  readonly born: number
  readonly machines: Machines
}

function performInput({ kernel, born, machines }: Stage, input: Input): Performed {
  if (input.type === 'add-node') return machines.plugIn(kernel, input.name)
  if (input.type === 'fault') return kernel.input('faults', (ctx) => injectFault(ctx, input.order, kernel.parts()))
  if (input.type === 'heal') return kernel.input('faults', (ctx) => healFault(ctx, input.id, kernel.parts()))
  if (input.type === 'stop') return stopPart(kernel, input.part)
  if (input.type === 'start') return startPart(kernel, input.part)
  if (input.type === 'http') return kernel.input('kubectl', (ctx) => mutate(ctx, born, input.request))
  return kernel.input('network', (ctx) => performTraffic(ctx, input))
}

type TrafficInput = Extract<Input, { type: 'send' | 'start-traffic' | 'stop-traffic' }>

function performTraffic(ctx: StepContext, input: TrafficInput): Ordered | undefined {
  if (input.type === 'send') return sendRequest(ctx, input.order)
  if (input.type === 'start-traffic') return startTraffic(ctx, input.order, input.perSecond)
  return void stopTraffic(ctx, input.id)
}

/** A watch ends with the server that it was opened at, `isOpen` no more. */
function endingWith(response: HttpResponse, isOpen: () => boolean): HttpResponse {
  if (!isStream(response)) return response
  const { read } = response
  return { ...response, read: () => (isOpen() ? read() : { text: '', ended: true }) }
}

function definitionsOf({ hollow }: ClusterOptions, born: number, { addressOf }: Machines): readonly PartDefinition[] {
  const client = createClient(born)
  const registry = createRegistry()
  return [
    defineEtcd(),
    defineApiServer(),
    { type: 'kubectl', init: () => ({}), step: () => undefined },
    defineControllerManager(client),
    defineScheduler(client),
    defineCoreDns(client),
    defineIngressController(client),
    defineNetwork(),
    defineFaults(),
    defineNode({ registry, clock: (ctx) => born + Math.floor((ctx.now + ctx.charged) / 1_000_000), address: addressOf }),
    hollow ? defineHollowKubelet(client) : defineKubelet(client, registry),
    defineKubeProxy(client),
  ]
}

/** What runs on every machine. */
const processesOf = ({ hollow }: ClusterOptions): readonly string[] => (hollow ? ['kubelet'] : ['kubelet', 'kube-proxy'])

/** The order in which a cluster is brought up; nodes one after another, so that they are born in order. */
function bringUp(kernel: Kernel, options: ClusterOptions, born: number): void {
  kernel.start('etcd')
  kernel.start('kube-apiserver')
  kernel.start('kubectl')
  kernel.start('faults')
  kernel.input('kube-apiserver', (ctx) => createWriter(born).call(ctx, ({ env }) => installBase(env)))
  for (const part of ['network', 'kube-controller-manager', 'kube-scheduler', 'coredns', 'ingress-controller']) kernel.start(part)
  for (const name of options.nodes) {
    for (const part of ['node', ...processesOf(options)]) kernel.start(`${part}/${name}`)
    kernel.run(micros(kernel.world.now + seconds(0.05)))
  }
}

/** One mutation from outside: told as sent, performed, told as answered. */
function mutate(ctx: StepContext, born: number, request: HttpRequest): HttpResponse {
  const { method, path } = request
  const route = routeOf(path)
  const about = { kind: route?.kind.kind ?? '', name: route?.name || nameIn(request.body) }
  const resource = route ? `${route.kind.plural}${route.kind.group ? `.${route.kind.group}` : ''}` : ''
  const object = about.name === '' ? '' : [resource, ...(route?.namespace ? [route.namespace] : []), about.name].join('/')
  const place = { actor: 'process/kubectl', object }
  tell(ctx, 'kubectl.request', { ...place, level: 'input' }, { method, path, ...about })
  const response = createWriter(born).call(ctx, (server) => {
    const read = () => server.store
    return handle({ store: read, now: () => server.env.now, env: () => server.env }, request)
  })
  const answer = response ?? refusal(absenceOf((part) => ctx.borrow(part) !== undefined))
  if (response || ctx.borrow('kube-apiserver')) tellAnswer(ctx, answer, { place, facts: { method, path, ...about } })
  else tellSilence(ctx, { place, facts: { method, path, ...about } })
  return answer
}

interface Answered {
  readonly place: { readonly actor: string; readonly object: string }
  readonly facts: { readonly method: string; readonly path: string; readonly kind: string; readonly name: string }
}

function tellAnswer(ctx: StepContext, answer: HttpResponse, { place, facts }: Answered): void {
  const server = { ...place, actor: 'process/kube-apiserver' }
  const outcome = answer.code >= 500 ? 'server-error' : answer.code >= 400 ? 'client-error' : 'ok'
  if (outcome === 'ok') tell(ctx, 'apiserver.accepted', { ...server, level: 'event' }, { ...facts, code: answer.code })
  else {
    // What nobody serves is answered in plain text.
    const isStatus = !isStream(answer) && answer.headers['content-type'] === 'application/json'
    const { reason = '', message = '' } = isStatus ? (JSON.parse(answer.body) as { reason?: string; message?: string }) : {}
    tell(ctx, 'apiserver.refused', { ...server, level: 'error' }, { ...facts, code: answer.code, reason, message })
  }
  const flight = { type: 'flight', flight: 'api', outcome, request: 0, label: `${facts.method} ${facts.path}` }
  if (outcome !== 'ok') ctx.observe({ ...flight, reply: false, from: placeOf('kubectl'), to: 'process/kube-apiserver', start: ctx.now, latency: ctx.charged } as never)
  ctx.observe({ ...flight, reply: true, from: 'process/kube-apiserver', to: placeOf('kubectl'), start: ctx.now + ctx.charged, latency: 500 } as never)
}

/** Nobody listens: kubectl hears it from the machine's kernel. */
function tellSilence(ctx: StepContext, { place, facts }: Answered): void {
  tell(ctx, 'kubectl.unreachable', { ...place, level: 'error' }, facts)
  const flight = { type: 'flight', flight: 'api', outcome: 'refused', request: 0, label: `${facts.method} ${facts.path}`, reply: false }
  ctx.observe({ ...flight, from: placeOf('kubectl'), to: 'process/kube-apiserver', start: ctx.now, latency: ctx.charged } as never)
}

/** metadata.name of a JSON body, '' if it has none. */
function nameIn(body: string): string {
  try {
    const parsed = JSON.parse(body) as { metadata?: { name?: unknown } } | null
    return typeof parsed?.metadata?.name === 'string' ? parsed.metadata.name : ''
  } catch {
    return ''
  }
}

function queuesOf(kernel: Kernel): { readonly [place: string]: number } {
  const manager = kernel.peek('kube-controller-manager') as ProcessState
  const waiting = controllerNames.map((name) => [`controller/${name}`, workQueueDepth(manager, name)] as const)
  const { active, backoff, unschedulable } = queueDepth(kernel.peek('kube-scheduler') as SchedulerState)
  const scheduling = ['process/kube-scheduler', active + backoff + unschedulable] as const
  return Object.fromEntries([...waiting, scheduling].filter(([, depth]) => depth > 0))
}
