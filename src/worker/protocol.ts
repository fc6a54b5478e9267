/**
 * What crosses the door between the page and the cluster. The worker never posts the world: it posts at most one frame
 * per display frame, and the next only after the last was acknowledged. Full objects are fetched through `api`.
 * Times are integer microseconds since the cluster was born, as plain numbers.
 */
import type { ActiveFault, FaultOrder } from '../api/fault.ts'
import type { BranchSummary, ClusterCard, Difference, FieldChange, Imported, KeptNotice, Link, LinkContent, Mark, Progress, Refusal, TimelineRange, TimelineView, Work } from './protocol-time.ts'
import type { Health } from '../api/kinds/kind.ts'

export type { ActiveFault, FaultOrder }

export type * from './protocol-time.ts'

/**
 * Where something stands or moves in the picture:
 * `internet`, `registry`, `process/kubectl`, `process/kube-apiserver`, `process/etcd`, `process/kube-scheduler`,
 * `process/coredns`, `process/ingress-controller`, `controller/deployment` (a controller of kube-controller-manager),
 * `kubelet/NODE`, `kube-proxy/NODE`, `nodes/NAME`, `pods/NAMESPACE/NAME`, `services/NAMESPACE/NAME`.
 */
export type Place = string

/** `deployments.apps/NAMESPACE/NAME` or `nodes/NAME`: GroupResource, namespace where there is one, name. */
export type ObjectKey = string

export const healthCodes: readonly Health[] = ['none', 'ok', 'pending', 'warn', 'error', 'terminating']

/** One row per object, as columns of equal length. Strings are indexes into the epoch's string table; 0 is ''. */
export interface RowColumns {
  /** Row ids, stable within an epoch, never 0. */
  readonly id: Uint32Array
  /** GroupResource: `pods`, `deployments.apps`. */
  readonly resource: Uint32Array
  readonly namespace: Uint32Array
  readonly name: Uint32Array
  readonly uid: Uint32Array
  /** Row id of the controlling owner, else 0. */
  readonly owner: Uint32Array
  readonly node: Uint32Array
  readonly ip: Uint32Array
  readonly app: Uint32Array
  readonly phase: Uint32Array
  /** Kind-specific facts as JSON text (`RowFacts.detail`), '' if none. Equal details share one string. */
  readonly detail: Uint32Array
  /** Labels as JSON text, '' if none. */
  readonly labels: Uint32Array
  /** Index into `healthCodes`. */
  readonly health: Uint8Array
  /** 1 if `metadata.deletionTimestamp` is set. */
  readonly deleting: Uint8Array
  /** -1 where the kind has no such number. */
  readonly ready: Int32Array
  readonly desired: Int32Array
  readonly restarts: Int32Array
  readonly cpuMilli: Float64Array
  readonly memoryBytes: Float64Array
  /** Micros at which the object was created. */
  readonly created: Float64Array
  readonly revision: Float64Array
}

export type Outcome = 'ok' | 'client-error' | 'server-error' | 'timeout' | 'refused'

/** Something that travels: an API call, a packet of a request, a DNS query, an image pull. */
export interface Flight {
  readonly id: number
  readonly type: 'api' | 'watch' | 'http' | 'dns' | 'pull' | 'probe'
  readonly from: Place
  readonly to: Place
  /** Drawn over [start, end]; end is at least the latency and at least 250 ms × speed after start. */
  readonly start: number
  readonly end: number
  readonly outcome: Outcome
  /** True on the way back. */
  readonly reply: boolean
  /** The request it belongs to, 0 if none. */
  readonly request: number
  /** Revision of the write that led to it, 0 if none. */
  readonly cause: number
  /** Drawn in the time that it takes, because time was slowed down to see it. */
  readonly exact: boolean
  /** What is written beside it when it is opened: `POST deployments`, `GET /clientapi`. */
  readonly label: string
}

export type FactLevel = 'input' | 'event' | 'warning' | 'error' | 'detail'

/**
 * One thing that happened, told in a code and parameters; `view/explain` finds the message key, `ui` translates.
 * Facts of level `detail` (heartbeats, cache updates) do not appear on the timeline and do not stop `step()`.
 */
export interface Fact {
  readonly id: number
  readonly at: number
  readonly code: string
  readonly level: FactLevel
  /** Who did it, as a place. */
  readonly actor: Place
  /** The object it is about, '' if none. */
  readonly object: ObjectKey
  /** Revision this fact followed from, and the one it made; 0 if none. Chains of facts are walked along these. */
  readonly cause: number
  readonly revision: number
  readonly params: { readonly [name: string]: string | number }
}

export interface RequestSummary {
  readonly id: number
  /** `internet`, `node/NAME`, `pod/NAMESPACE/NAME`. */
  readonly from: string
  readonly method: string
  readonly url: string
  readonly start: number
  /** Micros; -1 while it is under way. */
  readonly duration: number
  /** HTTP status, 0 while under way or if none came back. */
  readonly status: number
  readonly outcome: Outcome | 'pending'
  /** The stream it belongs to, 0 for a single request. */
  readonly traffic: number
}

/** One stop of a request's way, with addresses, in order of `start`; nested calls have a larger `depth`. */
export interface Hop {
  readonly type: 'dns' | 'send' | 'rule' | 'rewrite' | 'link' | 'serve' | 'reply' | 'fail'
  readonly depth: number
  readonly start: number
  readonly duration: number
  /** When it was told: as it began, or for a look-up as it ended. */
  readonly told: number
  readonly from: Place
  readonly to: Place
  /** `10.96.31.7:9602`; '' where there is none. */
  readonly fromAddress: string
  readonly toAddress: string
  readonly outcome: Outcome
  /** Names for the sentence: the rule hit, the answer, the path before and after, `crossNode: 'true'`. */
  readonly params: { readonly [name: string]: string | number }
}

export interface RequestDetail extends RequestSummary {
  readonly body: string
  readonly headers: { readonly [name: string]: string }
  /** '' unless it failed: `Connection refused`, `NXDOMAIN`, … */
  readonly error: string
  readonly hops: readonly Hop[]
}

export interface PluginVerdict {
  readonly plugin: string
  readonly pass: boolean
  /** The reason as it stands in FailedScheduling: `Insufficient cpu`. */
  readonly reason: string
  /** What the reason leaves out: `resource`, `wanted`, `free` and `total`, or `taint`, or `selector`. */
  readonly details?: { readonly [name: string]: string | number }
}

export interface PluginScore {
  readonly plugin: string
  /** 0…100 after normalising, before the weight. */
  readonly score: number
  readonly weight: number
}

export interface SchedulingNode {
  readonly node: string
  readonly filters: readonly PluginVerdict[]
  /** Empty for nodes that failed a filter, or when only one node was left. */
  readonly scores: readonly PluginScore[]
  readonly total: number
}

export interface SchedulingTrace {
  readonly pod: ObjectKey
  readonly at: number
  readonly attempt: number
  readonly nodes: readonly SchedulingNode[]
  /** '' if no node was found. */
  readonly chosen: string
  /** True if several nodes had the best total and one was drawn. */
  readonly tie: boolean
  /** The FailedScheduling text, '' if it was scheduled. */
  readonly message: string
}

/**
 * One sentence of an explanation: a code with parameters, which ui puts into words. A parameter that names an object is
 * its key and stands in `objects` too.
 */
export interface WhySentence {
  readonly code: string
  readonly params: { readonly [name: string]: string | number }
  readonly objects: readonly ObjectKey[]
  readonly level: 'answer' | 'detail'
}

export interface Frame {
  readonly type: 'frame'
  readonly frame: number
  /** A new epoch (reset, seek, branch) starts with a full frame; ids and strings of the old one are void. */
  readonly epoch: number
  readonly full: boolean
  readonly now: number
  readonly playing: boolean
  readonly speed: number
  /** etcd's revision. */
  readonly revision: number
  /** Strings appended to the epoch's table since the last frame. */
  readonly strings: readonly string[]
  readonly rows: RowColumns
  readonly removed: Uint32Array
  readonly flights: readonly Flight[]
  readonly facts: readonly Fact[]
  /** Requests that began or changed since the last frame, newest last. */
  readonly requests: readonly RequestSummary[]
  /** Running traffic streams. */
  readonly traffic: readonly TrafficStream[]
  /** Depth of each controller's work queue and of the scheduler's queues, by place. */
  readonly queues: { readonly [place: Place]: number }
  /** Parts that are down: `etcd`, `kubelet/NODE`, `node/NODE` (the whole machine), … */
  readonly stopped: readonly string[]
  /** Trouble that was injected and lasts. */
  readonly faults: readonly ActiveFault[]
  /** What kubectl commands that wait have said since the last frame. */
  readonly output: readonly OutputLine[]
  /** True if this branch has already run further than `now`. */
  readonly rewound: boolean
  /** Micros to which this branch has run. */
  readonly head: number
  /** All branches, in order of their making. */
  readonly branches: readonly BranchSummary[]
}

export interface RequestOrder {
  readonly from: string
  readonly url: string
  readonly method?: string
}

export interface TrafficStream extends RequestOrder {
  readonly id: number
  readonly perSecond: number
}

/** A word of trouble at a place in a file, 1-based as editors count. */
export interface Problem {
  readonly message: string
  readonly field: string
  readonly line: number
  readonly column: number
  readonly endLine: number
  readonly endColumn: number
  /** HTTP code of the refusal, 0 for a syntax error. */
  readonly code: number
  /** Status reason: `NotFound`, `Invalid`, `BadRequest`; '' for a syntax error. */
  readonly reason: string
}

export interface OutputLine {
  readonly type: 'command' | 'out' | 'error' | 'note'
  readonly text: string
}

export interface AppliedDocument {
  readonly code: number
  /** The object or the Status, as JSON. */
  readonly body: unknown
  /** Key of the object, '' if the document could not be read that far. */
  readonly object: ObjectKey
  readonly verb: 'created' | 'configured' | 'unchanged' | 'refused'
}

export interface ApplyResult {
  readonly documents: readonly AppliedDocument[]
  readonly output: readonly OutputLine[]
  readonly problems: readonly Problem[]
  /** Objects that nothing was done for, because the Apply was given up. */
  readonly left: number
}

export interface ComparedDocument {
  /** Key of the object, '' if the document could not be read that far. */
  readonly object: ObjectKey
  /** What an apply would do. */
  readonly verb: AppliedDocument['verb']
  /** YAML without what the server alone writes: as it is, and as it would be; '' for what is not there or is refused. */
  readonly before: string
  readonly after: string
  readonly fields: readonly FieldChange[]
}

export interface CompareResult {
  readonly documents: readonly ComparedDocument[]
  readonly output: readonly OutputLine[]
  readonly problems: readonly Problem[]
}

export interface ApiAnswer {
  readonly code: number
  readonly body: unknown
}

export interface ActionResult {
  /** kubectl's exit code so far. */
  readonly code: number
  readonly output: readonly OutputLine[]
  /** True while the command waits; what it says later comes in `Frame.output`. */
  readonly waits: boolean
}

export interface RequestAnswer {
  /** 0 if no answer came. */
  readonly status: number
  readonly body: string
  readonly error?: string
  readonly hops: readonly Hop[]
}

/** What the page may ask. Every method is one message with one reply. */
export interface DoorMethods {
  /** One after another: what would change the cluster or its time meanwhile waits. Given up, what was applied stays. */
  apply(text: string, file: string): ApplyResult | Promise<ApplyResult>
  /** What an apply would change, and as `kubectl diff` tells it, unless that is asked quietly. Nothing is written. */
  compare(text: string, file: string, how?: 'aloud' | 'quietly'): CompareResult
  api(method: string, path: string, body?: unknown, contentType?: string): ApiAnswer
  /** A command line of kubectl, as words after `kubectl`; `-f -` reads `stdin`. */
  kubectl(words: readonly string[], stdin?: string): ActionResult
  scale(object: ObjectKey, replicas: number): ActionResult
  delete(object: ObjectKey): ActionResult
  /** `kubectl get RESOURCE [-n NAMESPACE]` in kubectl's words. */
  get(resource: string, namespace: string): ActionResult
  /** Sends a request into the cluster and returns its id at once. */
  send(order: RequestOrder): number
  /** Sends a request and runs the simulation until it is answered. */
  request(order: RequestOrder): RequestAnswer
  startTraffic(order: RequestOrder, perSecond: number): number
  stopTraffic(id: number): void
  /** The last requests before this moment come with the next frame, those too that were forgotten. */
  recallRequests(): void
  requestDetail(id: number): RequestDetail | null
  /** Facts that followed from the last write to this object, oldest first. */
  trace(object: ObjectKey): readonly Fact[]
  scheduling(pod: ObjectKey): SchedulingTrace | null
  /**
   * Stops a process or a machine: `etcd`, `kube-apiserver`, `kube-controller-manager`, `kube-scheduler`, `coredns`,
   * `ingress-controller`, `kubelet/NODE`, `kube-proxy/NODE`, `node/NODE` (with everything on it).
   */
  stop(part: string): void
  start(part: string): void
  /** Plugs a machine in, by default under the next free name; returns its name. */
  addNode(name?: string): string
  /** Injects trouble and returns its id; what is wrong with the order is said in a sentence. */
  fault(order: FaultOrder): number
  /** Ends trouble that lasts. */
  heal(id: number): void
  /** Why an object is as it is, or a request ended as it did (`requests/ID`): the answer first, then details. */
  why(ref: string): readonly WhySentence[]
  play(speed: number): void
  pause(): void
  /** Runs to the next fact that is not `detail`, and past it; null, and an hour on, if none was told in it. */
  step(): Fact | null | Promise<Fact | null>
  advance(milliseconds: number): number
  advanceUntil(ref: string, jsonPath: string, value: unknown, withinMilliseconds: number): { readonly met: boolean; readonly now: number }
  now(): number
  hash(): string
  /** To a moment of this branch, by milliseconds since birth; time stands still there. Beyond the head, time runs on. */
  seek(milliseconds: number): number
  /** To the visible fact before the present; null if there is none. */
  previous(): number | null
  /**
   * To the next, or the last, write or fact about this object, or hop of this request (`requests/ID`); null if there is
   * none within an hour.
   */
  change(ref: string, direction: 'next' | 'previous'): number | null | Promise<number | null>
  /** To what led to a fact, by its number, or to the last write to an object; null if that began by itself. */
  cause(of: ObjectKey | number): Fact | null
  /** To the next write that follows from the last one to an object; null if none does within two minutes. */
  effect(object: ObjectKey): Fact | null | Promise<Fact | null>
  /** To the moment at which a hop of this request was told, in milliseconds since birth. */
  goToHop(request: number, milliseconds: number): number
  /**
   * Runs at the pace of an object or of a request (`requests/ID`), never faster than was chosen: until the request is
   * answered or the object is gone, or something else is done with time. A request that has been answered is gone back to
   * the beginning of.
   */
  follow(ref: string): Promise<void>
  /** To right before the person's last action, on a branch without it. */
  undo(): number
  /** A branch that begins here. */
  fork(): BranchSummary
  branches(): readonly BranchSummary[]
  /** To the furthest moment of a branch, by its id or its name. */
  switchTo(branch: number | string): number
  /** This branch as it is drawn along the bottom, its future too if it was rewound. */
  timeline(range: TimelineRange): TimelineView
  /** What one moment has that another has not, and what differs; they may lie on different branches. */
  difference(a: Mark, b: Mark): Difference
  nameBranch(branch: number | string, name: string): void
  dropBranch(branch: number | string): void
  /** A fresh founding-demo cluster: a new epoch. */
  reset(seed: number): void
  /** After a crash: back to the last keyframe; its time in milliseconds. */
  recover(): number
  /** This session as text, `page` with it, which is the page's own. */
  exportSession(name: string, page: string): string
  /** Opens a session in place of this one; what it refuses changes nothing. */
  importSession(text: string): Imported | Promise<Imported>
  /** What a person made, as YAML that a real cluster accepts. */
  exportObjects(): string
  /** The part of an address behind `#` that leads here. */
  link(page: string): Promise<Link>
  /** What a link leads to; nothing is opened. */
  readLink(fragment: string): Promise<LinkContent>
  openLink(fragment: string): Promise<Imported>
  /** Gives up what takes long. */
  giveUp(work: Work): void
  /** Those that are kept in this browser, the last changed first. */
  clusters(): Promise<readonly ClusterCard[]>
  openCluster(id: string): Promise<KeptNotice>
  newCluster(name: string, seed: number): Promise<KeptNotice>
  /** The one that is open, as another of its own; that one is open then. */
  copyCluster(name: string): Promise<KeptNotice>
  renameCluster(id: string, name: string): Promise<void>
  /** Writes down what is not written yet: the page may be about to go. */
  save(): Promise<void>
  /** The one that is open cannot be deleted. */
  deleteCluster(id: string): Promise<void>
}

export interface CatalogueKind {
  readonly resource: string
  readonly group: string
  readonly version: string
  readonly kind: string
  readonly plural: string
  readonly shortNames: readonly string[]
  readonly namespaced: boolean
  readonly scalable: boolean
}

/** Said once, before the first frame. */
export interface Boot {
  readonly type: 'boot'
  readonly kubernetesVersion: string
  readonly seed: number
  /** The calendar date at birth, RFC 3339. */
  readonly born: string
  readonly kinds: readonly CatalogueKind[]
  /** Kinds that Kubernetes has and this simulation has not, as `apps/v1 StatefulSet`. */
  readonly lacking: readonly string[]
  /** Names of the controllers in kube-controller-manager, in order. */
  readonly controllers: readonly string[]
}

export type DoorCall = {
  [M in keyof DoorMethods]: { readonly type: 'call'; readonly id: number; readonly method: M; readonly args: Parameters<DoorMethods[M]> }
}[keyof DoorMethods]

export type ToWorker =
  /** `cluster` is the one to be opened of those that are kept; it is made if there is none. Absent: nothing is kept. */
  | { readonly type: 'open'; readonly seed: number; readonly automation: boolean; readonly cluster?: string }
  | { readonly type: 'ack'; readonly frame: number }
  | DoorCall

export type ToPage =
  | Boot
  | Frame
  /** Said before the boot, and when it changes. */
  | { readonly type: 'kept'; readonly notice: KeptNotice }
  /** How far something is that takes long; null when it is over. */
  | { readonly type: 'working'; readonly work: Work; readonly progress: Progress | null }
  | { readonly type: 'reply'; readonly id: number; readonly value: unknown }
  | { readonly type: 'failed'; readonly id: number; readonly message: string; readonly refusal?: Refusal }
  /** The simulation stopped on a broken assumption; `recover` goes back to before it. */
  | { readonly type: 'crashed'; readonly message: string; readonly seed: number; readonly now: number; readonly inputs: string }
