/**
 * What the page knows. `useCluster` holds what came through the door (and nothing computed from it); `useView` holds
 * what the person chose. Components take narrow selectors; the helper actions below talk to the door and put kubectl's
 * words into the output panel.
 */
import { create } from 'zustand'
import { RefusedError, type Crash, type Door } from '../worker/client.ts'
import type { ActionResult, ApplyResult, Boot, BranchSummary, CompareResult, Fact, Frame, KeptNotice, Mark, ObjectKey, OutputLine, Problem, Progress, RequestOrder, Work } from '../worker/protocol.ts'
import { applyFrame, emptyWorld, type World } from '../view/world.ts'

export interface ClusterState {
  readonly door: Door | null
  readonly boot: Boot | null
  readonly world: World
  /** Micros; the clock of the last frame. */
  readonly now: number
  readonly playing: boolean
  readonly speed: number
  readonly epoch: number
  /** The branch has run further than `now`: up to `head`, in micros. */
  readonly rewound: boolean
  readonly head: number
  readonly branches: readonly BranchSummary[]
  readonly crash: Crash | null
  /** The kept cluster that is open; null where nothing is kept. */
  readonly kept: KeptNotice | null
  /** What takes long just now, and how far it is. */
  readonly working: { readonly [W in Work]?: Progress | null }
}

export const useCluster = create<ClusterState>(() => ({
  door: null,
  boot: null,
  world: emptyWorld,
  now: 0,
  playing: false,
  speed: 1,
  epoch: 0,
  rewound: false,
  head: 0,
  branches: [],
  crash: null,
  kept: null,
  working: {},
}))

/** Resolves as soon as it is so. */
export function until(isSo: (state: ClusterState) => boolean): Promise<void> {
  if (isSo(useCluster.getState())) return Promise.resolve()
  return new Promise((resolve) => {
    const stop = useCluster.subscribe((state) => {
      if (!isSo(state)) return
      stop()
      resolve()
    })
  })
}

export function takeFrame(frame: Frame): void {
  const { world } = useCluster.getState()
  const { now, playing, speed, epoch, rewound, head, output } = frame
  if (output.length > 0) say(output)
  useCluster.setState({ world: applyFrame(world, frame), now, playing, speed, epoch, rewound, head, branches: branchesFrom(frame) })
}

/** The same list while nothing but the present branch's head has moved; that is told apart. */
function branchesFrom({ branches }: Frame): readonly BranchSummary[] {
  const { branches: before } = useCluster.getState()
  const isSame = (a: BranchSummary, b: BranchSummary | undefined) => a.id === b?.id && a.name === b.name && a.current === b.current && (a.current || a.head === b.head)
  return branches.length === before.length && branches.every((branch, index) => isSame(branch, before[index])) ? before : branches
}

export type Selection = ObjectKey | { readonly request: number }
export type Theme = 'system' | 'light' | 'dark'
export type Language = 'en' | 'zh-CN'
export type LowerTab = 'output' | 'requests'
/** Tabs of the shared column below 1280 px, and of the phone. */
export type NarrowTab = 'inspect' | 'editor' | 'requests' | 'output' | 'timeline'

/** Tabs of an object in the inspector. */
export type InspectorTab = 'summary' | 'yaml' | 'events' | 'logs' | 'rollout' | 'trace' | 'why'

/** A line of the output panel; a note, and what has params, is a key of the locale files with what its sentence names. */
export interface SaidLine extends OutputLine {
  readonly params?: { readonly [name: string]: string | number }
}

export interface OutputEntry extends SaidLine {
  readonly id: number
}

export interface ViewState {
  readonly selection: Selection | null
  readonly theme: Theme
  readonly language: Language
  readonly lowerTab: LowerTab
  readonly narrowTab: NarrowTab
  readonly inspectorTab: InspectorTab
  readonly output: readonly OutputEntry[]
  /** The object of the last apply, whose hops the caption bar tells; '' after it was dismissed. */
  readonly story: ObjectKey
  readonly firstStepsOpen: boolean
  /** The timeline shows its lanes. */
  readonly timelineGrown: boolean
  /** Moments to be compared, as far as they are chosen: two at most. Null while nothing is compared. */
  readonly compared: readonly Mark[] | null
  /** What time is slowed down for: an object's key or `requests/ID`, '' if nothing. */
  readonly followed: string
  /** Moments to come back to, by branch. */
  readonly bookmarks: readonly Bookmark[]
  /** The person closed the first steps for good; they come back under Help. */
  readonly firstStepsDismissed: boolean
}

export interface Bookmark extends Mark {
  readonly name: string
}

/** Lines kept in the output panel. */
const outputLimit = 2_000

export const useView = create<ViewState>(() => ({
  selection: null,
  theme: 'system',
  language: 'en',
  lowerTab: 'output',
  narrowTab: 'editor',
  inspectorTab: 'summary',
  output: [],
  story: '',
  firstStepsOpen: true,
  timelineGrown: false,
  compared: null,
  followed: '',
  bookmarks: [],
  firstStepsDismissed: false,
}))

/** Opens an object or a request in the inspector; null closes it. */
export function select(selection: Selection | null): void {
  useView.setState(selection === null ? { selection } : { selection, narrowTab: 'inspect' })
}

export const openTab = (inspectorTab: InspectorTab): void => useView.setState({ inspectorTab })

/** Opens an object where it says why it is as it is. */
export function askWhy(object: ObjectKey): void {
  select(object)
  openTab('why')
}

/** Brings the first steps back, wherever they have their place. */
export function showFirstSteps(): void {
  useView.setState({ firstStepsOpen: true, firstStepsDismissed: false, selection: null, narrowTab: 'inspect' })
}

let nextLine = 1

export function say(lines: readonly SaidLine[]): void {
  const entries = lines.map((line) => ({ ...line, id: nextLine++ }))
  useView.setState(({ output }) => ({ output: [...output, ...entries].slice(-outputLimit) }))
}

/** What takes long is not wanted any more. */
export const giveUp = (work: Work): void => void useCluster.getState().door?.giveUp(work)

/** From 0 to 1. */
export const shareOf = ({ done, total }: Progress): number => (total > 0 ? Math.min(1, done / total) : 0)

/** Says what went wrong where it is seen: a refusal in the page's language, anything else as it came. */
export function complain(error: unknown): void {
  if (error instanceof RefusedError) say([{ type: 'error', text: `refused:${error.refusal.code}`, params: error.refusal.params }])
  else say([{ type: 'error', text: error instanceof Error ? error.message : String(error) }])
  useView.setState({ lowerTab: 'output', narrowTab: 'output' })
}

const door = (): Door => {
  const { door: open } = useCluster.getState()
  if (!open) throw new Error('the cluster is not open yet')
  return open
}

/** Applies a manifest and says what kubectl says; the result tells where the problems are. */
export async function applyText(text: string, file: string): Promise<ApplyResult> {
  const result = await door().apply(text, file)
  say(result.output)
  if (result.left > 0) say([{ type: 'note', text: 'applyStopped', params: { applied: result.documents.length, left: result.left } }])
  const [first] = result.documents.filter(({ object }) => object !== '')
  useView.setState({ lowerTab: 'output', story: first?.object ?? '' })
  return result
}

/** What applying it would change, said in kubectl's words unless it is asked quietly. */
export async function compareText(text: string, file: string, how: 'aloud' | 'quietly' = 'aloud'): Promise<CompareResult> {
  const result = await door().compare(text, file, how)
  if (how === 'aloud') {
    say(result.output)
    useView.setState({ lowerTab: 'output' })
  }
  return result
}

async function act(action: Promise<ActionResult>): Promise<ActionResult> {
  const result = await action
  say(result.output)
  useView.setState({ lowerTab: 'output' })
  return result
}

export const scaleTo = (object: ObjectKey, replicas: number): Promise<ActionResult> => act(door().scale(object, replicas))
/** A command line of kubectl, as words after `kubectl`. */
export const kubectl = (words: readonly string[], stdin?: string): Promise<ActionResult> => act(door().kubectl(words, stdin))

/** Does something that may be refused; the refusal is said. */
export async function tried(act: () => Promise<void>): Promise<void> {
  try {
    await act()
  } catch (error) {
    complain(error)
  }
}

export const deleteObject = (object: ObjectKey): Promise<ActionResult> => act(door().delete(object))

/** Sends one request and opens it. */
export async function sendRequest(order: RequestOrder): Promise<number> {
  const id = await door().send(order)
  select({ request: id })
  return id
}

export type { Fact, Problem }
