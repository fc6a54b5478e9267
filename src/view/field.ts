/** What the cards of the node field show: frames of nodes with their state, and the pods in them. */
import { cordonTaint, evictionAt, hasMachine, isCordoned, nodeState, taintsOf, type NodeState } from './node-state.ts'
import { refusalOf, type Refusal, type Refused } from './refusal.ts'
import type { Layout, Level, PlacedNode, PlacedPod } from './layout.ts'
import type { Measures, Rect } from './measures.ts'
import { isPointed } from './pointed.ts'
import { linkFaultsOf, troubledParts, type LinkFault } from './trouble.ts'
import type { Row, World } from './world.ts'

export type PodData = {
  readonly row: Row
  readonly level: Level
  readonly hue: number
  readonly selected: boolean
  /** On the way of the chosen request, or made by the selected object. */
  readonly hot: boolean
  /** The editor's cursor is in the manifest that it comes from; so below. */
  readonly pointed: boolean
  /** The node is not heard of: this is what was last known. */
  readonly lost: boolean
  /** Micros at which its image is pulled again; 0 if it waits for no pull. */
  readonly pullsAt: number
  /** From here to where it waited; it comes from there when it is bound. */
  readonly origin: { readonly dx: number; readonly dy: number }
}

export type TaintData = {
  /** `unreachable:NoSchedule`. */
  readonly text: string
  readonly name: string
  readonly effect: string
  /** Date (seconds since 1970) at which the first pod is evicted; 0 if none will be. */
  readonly evictsAt: number
}

export type FrameData = {
  readonly row: Row
  readonly measures: Measures
  readonly state: NodeState
  readonly cordoned: boolean
  /** Shown in the place of the bars while the node is not ready. */
  readonly taints: readonly TaintData[]
  readonly cpuMilli: number
  readonly memoryBytes: number
  readonly podCount: number
  readonly hidden: number
  readonly selected: boolean
  readonly pointed: boolean
  /** kube-proxy's rule sent the chosen request on from here. */
  readonly proxyHot: boolean
  /** A Node that was made by hand has none: nobody reported its system. */
  readonly hasMachine: boolean
  /** The machine is off; else which of its processes are. */
  readonly off: boolean
  readonly stopped: { readonly kubelet: boolean; readonly 'kube-proxy': boolean }
  readonly troubled: { readonly kubelet: boolean; readonly 'kube-proxy': boolean }
  readonly links: readonly LinkFault[]
  /** Free cells of frames that show all, and pods that are only squares; relative to the frame, like the refusal's place. */
  readonly free: readonly Rect[]
  readonly squares: readonly { readonly row: Row; readonly rect: Rect; readonly hue: number; readonly selected: boolean; readonly pointed: boolean; readonly lost: boolean }[]
  readonly refusal: Refusal | null
}

/** What the frames need to know of what a person looks at. */
export interface FieldFocus {
  readonly selected: string
  /** Key of the object that the editor's cursor is in, '' if none. */
  readonly pointed: string
  readonly path: ReadonlySet<string>
  readonly refused: Refused | null
}

interface Field {
  readonly layout: Layout
  readonly focus: FieldFocus
}

/** What a pod still holds of its node: nothing once it has ended. */
const isHolding = ({ phase }: Row): boolean => phase !== 'Completed' && phase !== 'Succeeded' && phase !== 'Failed' && phase !== 'Evicted'

export function frameData(node: PlacedNode, { layout, focus, world, squares }: Field & { readonly world: World; readonly squares: boolean }): FrameData {
  const { row, rect } = node
  const { measures } = layout
  const relative = (inner: Rect): Rect => ({ ...inner, x: inner.x - rect.x, y: inner.y - rect.y })
  // All of the node's, also those without a place in the frame.
  const pods = world.byNode.get(row.name) ?? noPods
  const holding = pods.filter(isHolding)
  const refusal = refusalOf(row, focus.refused, { frame: rect, measures, free: node.free })
  const state = nodeState(row)
  const troubled = troubledParts(world.faults)
  return {
    row,
    measures,
    state,
    cordoned: isCordoned(row),
    taints: state === 'ready' ? [] : shownTaints(row, pods),
    cpuMilli: holding.reduce((sum, pod) => sum + Math.max(0, pod.cpuMilli), 0),
    memoryBytes: holding.reduce((sum, pod) => sum + Math.max(0, pod.memoryBytes), 0),
    podCount: pods.length,
    hidden: node.hidden,
    selected: focus.selected === row.key,
    pointed: isPointed(world, focus.pointed, row),
    proxyHot: focus.path.has(`kube-proxy/${row.name}`),
    hasMachine: hasMachine(row),
    off: world.stopped.has(`node/${row.name}`),
    stopped: { kubelet: world.stopped.has(`kubelet/${row.name}`), 'kube-proxy': world.stopped.has(`kube-proxy/${row.name}`) },
    troubled: { kubelet: troubled.includes(`kubelet/${row.name}`), 'kube-proxy': troubled.includes(`kube-proxy/${row.name}`) },
    links: linkFaultsOf(world.faults, row.name),
    free: measures.density === 'whole' ? node.free.filter((cell) => !refusal || !isUnder(cell, refusal.rect)).map(relative) : [],
    squares: squares ? node.pods.map((pod) => squareOf(pod, { layout, focus, lost: state === 'unknown' })) : [],
    refusal: refusal && { ...refusal, rect: relative(refusal.rect) },
  }

  function squareOf(pod: PlacedPod, given: Field & { readonly lost: boolean }): FrameData['squares'][number] {
    return { row: pod.row, rect: relative(pod.rect), hue: hueOf(given.layout, pod.row), selected: pod.row.key === given.focus.selected, pointed: isPointed(world, given.focus.pointed, pod.row), lost: given.lost }
  }
}

const noPods: readonly Row[] = Object.freeze([])

const hueOf = ({ hues }: Layout, { app }: Row): number => hues.get(app) ?? 0

const isUnder = (cell: Rect, cover: Rect): boolean => cell.y === cover.y && cell.x >= cover.x && cell.x < cover.x + cover.w

/** Cordoning is said beside the node's name. */
function shownTaints(node: Row, pods: readonly Row[]): readonly TaintData[] {
  return taintsOf(node)
    .filter(({ key }) => key !== cordonTaint)
    .map((taint) => {
      const name = taint.key.split('/').at(-1) ?? taint.key
      const at = evictionAt(taint, pods)
      return { text: `${name}:${taint.effect}`, name, effect: taint.effect, evictsAt: Number.isFinite(at) ? at : 0 }
    })
}

export function podData(node: PlacedNode, { row, rect }: PlacedPod, { layout, focus, world }: Field & { readonly world: World }): PodData & { readonly narrow: boolean } {
  return {
    row,
    level: node.level,
    hue: hueOf(layout, row),
    selected: row.key === focus.selected,
    hot: focus.path.has(row.key),
    pointed: isPointed(world, focus.pointed, row),
    lost: nodeState(node.row) === 'unknown',
    pullsAt: /^(Init:)?(ImagePullBackOff|ErrImagePull)$/.test(row.phase) ? (world.pulls.get(row.key)?.until ?? 0) : 0,
    origin: { dx: layout.tray.x + 80 - rect.x, dy: layout.tray.y - rect.y },
    narrow: layout.measures.profile === 'phone' || (layout.measures.density !== 'whole' && node.level === 'card'),
  }
}
