/**
 * The cards of the scene as a list of nodes. React Flow draws a node anew only if its object is another one, so a node
 * whose data did not change is returned as the very object it was; so is the list itself.
 */
import type { Fact, Place } from '../worker/protocol.ts'
import { endpointsByService, ingressPaths, type IngressPath } from './edges.ts'
import { frameData, podData, type FieldFocus, type FrameData, type PodData } from './field.ts'
import { isPointed } from './pointed.ts'
import type { Layout } from './layout.ts'
import type { Measures, Rect } from './measures.ts'
import { troubledParts } from './trouble.ts'
import { rowsOf, type Row, type World } from './world.ts'

export type StripData = {
  readonly measures: Measures
  /** Names of the control plane's parts that are down. */
  readonly stopped: readonly string[]
  /** Those that run with a fault. */
  readonly troubled: readonly string[]
  readonly revision: number
  /** Answer to the last request of kubectl: its HTTP code, 0 if there was none yet; -1 when it is long past. */
  readonly answered: number
  readonly queue: number
  /** Deployments that are rolling out, and all of them; ReplicaSets that wait for pods, and those that want any. */
  readonly rollouts: number
  readonly deployments: number
  readonly waiting: number
  readonly replicaSets: number
}

export type GateData = {
  readonly row: Row
  readonly ready: number
  readonly total: number
  readonly selected: boolean
  readonly hot: boolean
  /** The editor's cursor is in its manifest; so below. */
  readonly pointed: boolean
  readonly size: { readonly w: number; readonly h: number }
  readonly narrow: boolean
}

export type IngressData = {
  readonly paths: readonly IngressPath[]
  readonly selected: boolean
  readonly pointed: boolean
}

export type TrayData = {
  readonly pods: readonly Row[]
  readonly hues: readonly number[]
  readonly selected: string
  readonly pointed: readonly boolean[]
  /** Date (seconds since 1970) since which the first pod, or the selected one, fits no node; 0 if it was not refused. */
  readonly refusedSince: number
  readonly narrow: boolean
}

export type SceneNode = { readonly id: string; readonly position: { readonly x: number; readonly y: number }; readonly width: number; readonly height: number; readonly zIndex: number } & (
  | { readonly type: 'strip'; readonly data: StripData }
  | { readonly type: 'internet'; readonly data: { readonly perSecond: number; readonly narrow: boolean } }
  | { readonly type: 'ingress'; readonly data: IngressData & { readonly narrow: boolean; readonly stopped: boolean } }
  | { readonly type: 'dns'; readonly data: { readonly hot: boolean; readonly stopped: boolean } }
  | { readonly type: 'services'; readonly data: { readonly narrow: boolean } }
  | { readonly type: 'gate'; readonly data: GateData }
  | { readonly type: 'tray'; readonly data: TrayData }
  | { readonly type: 'frame'; readonly data: FrameData }
  | { readonly type: 'pod'; readonly data: PodData & { readonly narrow: boolean; /** It has gone, and is shown once more while it fades. */ readonly fading?: true } }
)

export interface Focus extends FieldFocus {
  /** Key of the selected object, '' if none. */
  readonly selected: string
  /** Places on the way of the chosen request, and nodes whose kube-proxy chose. */
  readonly path: ReadonlySet<Place>
}

export const noFocus: Focus = { selected: '', pointed: '', path: new Set(), refused: null }

/** Nodes React Flow may hold; beyond that, pods are squares inside their frame. */
export const sceneNodeLimit = 150

export function sceneNodes(previous: readonly SceneNode[], { world, layout, focus }: { world: World; layout: Layout; focus: Focus }): readonly SceneNode[] {
  const known = new Map(previous.map((node) => [node.id, node]))
  const nodes = [...controlNodes(world, layout, focus), ...trafficNodes(world, layout, focus), ...fieldNodes(world, layout, focus)].map((node) => {
    const old = known.get(node.id)
    return old && sameNode(old, node) ? old : node
  })
  return nodes.length === previous.length && nodes.every((node, i) => node === previous[i]) ? previous : nodes
}

function sameNode(a: SceneNode, b: SceneNode): boolean {
  const flat = a.type === b.type && a.position.x === b.position.x && a.position.y === b.position.y && a.width === b.width && a.height === b.height
  return flat && sameValue(a.data, b.data)
}

/** Equal by value; rows are equal only if they are the same object, which the world guarantees. */
function sameValue(a: unknown, b: unknown): boolean {
  if (a === b) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null || 'uid' in a || 'uid' in b) return false
  const [x, y] = [Object.entries(a), new Map(Object.entries(b))]
  return x.length === y.size && x.every(([name, value]) => y.has(name) && sameValue(value, y.get(name)))
}

const placed = (rect: Rect, zIndex = 1) => ({ position: { x: rect.x, y: rect.y }, width: rect.w, height: rect.h, zIndex })

/** Micros for which kubectl's chip shows the last answer. */
const answerShown = 8_000_000

function controlNodes(world: World, layout: Layout, focus: Focus): readonly SceneNode[] {
  const tray: SceneNode = { id: 'tray', type: 'tray', ...placed(layout.tray), data: trayData(world, layout, focus) }
  const { strip } = layout.measures
  if (!strip) return layout.pending.length > 0 ? [tray] : []
  const deployments = rowsOf(world, 'deployments.apps')
  const replicaSets = rowsOf(world, 'replicasets.apps').filter(({ desired }) => desired > 0)
  const data: StripData = {
    measures: layout.measures,
    troubled: troubledParts(world.faults),
    stopped: [...world.stopped.keys()].filter((part) => !part.includes('/')).sort(),
    revision: world.revision,
    answered: lastAnswer(world),
    queue: Math.max(world.queues['process/kube-scheduler'] ?? 0, 0),
    deployments: deployments.length,
    rollouts: deployments.filter(({ phase }) => phase !== 'Complete' && phase !== 'Paused').length,
    replicaSets: replicaSets.length,
    waiting: replicaSets.filter(({ ready, desired }) => ready < desired).length,
  }
  return [{ id: 'strip', type: 'strip', ...placed(strip.rect), data }, tray]
}

function lastAnswer({ facts, now }: World): number {
  const last = facts.findLast(({ code }) => code === 'apiserver.accepted' || code === 'apiserver.refused')
  if (!last) return 0
  return now - last.at > answerShown ? -1 : codeOf(last)
}

const codeOf = ({ params }: Fact): number => Number(params['code'] ?? 0)

/** The selected pod stands first, so that what is said of it stands beside it. */
function trayData(world: World, { pending, hues, measures }: Layout, { selected, pointed }: Focus): TrayData {
  const chosen = pending.find(({ key }) => key === selected)
  const pods = chosen ? [chosen, ...pending.filter((row) => row !== chosen)] : pending
  return {
    pods,
    hues: pods.map(({ app }) => hues.get(app) ?? 0),
    selected: chosen?.key ?? '',
    pointed: pods.map((pod) => isPointed(world, pointed, pod)),
    refusedSince: pods[0] ? unschedulableSince(pods[0]) : 0,
    narrow: measures.profile === 'phone',
  }
}

/** Written by the worker (api/kinds/pod-waits.ts). */
const unschedulableSince = ({ detail }: Row): number => (detail['unschedulable'] as { readonly since: number } | undefined)?.since ?? 0

function trafficNodes(world: World, { measures, gates, dns }: Layout, { selected, pointed, path }: Focus): readonly SceneNode[] {
  const narrow = measures.profile === 'phone'
  const paths = ingressPaths(world)
  const endpoints = endpointsByService(world)
  const perSecond = world.traffic.filter(({ from }) => from === 'internet').reduce((sum, stream) => sum + stream.perSecond, 0)
  const ingress = { selected: paths.some(({ ingress: { key } }) => key === selected), pointed: paths.some(({ ingress: row }) => isPointed(world, pointed, row)) }
  const column: SceneNode[] = [
    { id: 'internet', type: 'internet', ...placed(measures.internet), data: { perSecond, narrow } },
    { id: 'ingress', type: 'ingress', ...placed(measures.ingress), data: { paths, ...ingress, narrow, stopped: world.stopped.has('ingress-controller') } },
  ]
  if (gates.length === 0) column.push({ id: 'services', type: 'services', ...placed(measures.gate), data: { narrow } })
  if (dns) column.push({ id: 'dns', type: 'dns', ...placed(dns), data: { hot: path.has('process/coredns'), stopped: world.stopped.has('coredns') } })
  for (const { row, rect } of gates) {
    const all = endpoints.get(row.key) ?? []
    const data = { row, ready: all.filter(({ ready }) => ready).length, total: all.length, selected: row.key === selected, hot: path.has(row.key), pointed: isPointed(world, pointed, row), size: { w: rect.w, h: rect.h }, narrow }
    column.push({ id: row.key, type: 'gate', ...placed(rect), data })
  }
  return column
}

/** With the pods of the selected Deployment or ReplicaSet among what is stressed. */
function withOwned(world: World, focus: Focus): Focus {
  const selected = world.byKey.get(focus.selected)
  const owned = selected ? podsOf(world, selected) : []
  return owned.length === 0 ? focus : { ...focus, path: new Set([...focus.path, ...owned]) }
}

function podsOf(world: World, owner: Row): readonly string[] {
  return (world.byOwner.get(owner.id) ?? []).flatMap((row) => (row.resource === 'pods' ? [row.key] : podsOf(world, row)))
}

function fieldNodes(world: World, layout: Layout, given: Focus): readonly SceneNode[] {
  const focus = withOwned(world, given)
  const cards = layout.nodes.reduce((sum, { level, pods }) => sum + (level === 'square' ? 0 : pods.length), 0)
  const crowded = cards + layout.nodes.length + layout.gates.length + 8 > sceneNodeLimit
  return layout.nodes.flatMap((node) => {
    const squares = crowded || node.level === 'square'
    const frame: SceneNode = { id: node.row.key, type: 'frame', ...placed(node.rect, 0), data: frameData(node, { layout, focus, world, squares }) }
    if (squares) return [frame]
    return [frame, ...node.pods.map((pod): SceneNode => ({ id: `${pod.row.key}#${pod.row.id}`, type: 'pod', ...placed(pod.rect, 2), data: podData(node, pod, { layout, focus, world }) }))]
  })
}

/** Which chips of the control strip are at work: a call or a watch event of theirs is in the air. By name, in order. */
export function actingParts({ air, now }: World): readonly string[] {
  const busy = air.flights.filter(({ type, start, end }) => (type === 'api' || type === 'watch') && start <= now && now <= end)
  const parts = busy.flatMap(({ from, to }) => [from, to]).map((place) => place.replace(/^(process|controller)\//, ''))
  return [...new Set(parts)].filter((part) => !part.includes('/') && part !== 'kube-apiserver').sort()
}
