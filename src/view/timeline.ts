/**
 * The line along the bottom: where an instant stands, which facts are marked, and which of them have room for a word.
 * The span is wide enough that the head keeps off the right end; it grows with the clock, so that nothing ever jumps.
 */
import { requestVerb, type Sentence } from './explain.ts'
import { partsOfKey } from './world.ts'
import { tailOf } from './format.ts'
import type { Fact, FactLevel, TimelineView } from '../worker/protocol.ts'

export interface TimeScale {
  /** Pixels at which the line begins and ends. */
  readonly left: number
  readonly right: number
  /** Micros at the right end. */
  readonly span: number
}

/** Micros that fit at first. */
const firstSpan = 140_000_000
/** The head stands at most here, as a part of the line. */
const headAt = 0.92

export const timeScale = (now: number, line: { readonly left: number; readonly right: number }): TimeScale => ({
  ...line,
  span: Math.max(firstSpan, now / headAt),
})

export const xOf = ({ left, right, span }: TimeScale, at: number): number => left + ((right - left) * at) / span
export const atOf = ({ left, right, span }: TimeScale, x: number): number => Math.max(0, (span * (x - left)) / (right - left))

export type TickLevel = Exclude<FactLevel, 'detail'>

/** A mark. Those that the page was not told in full have a time and a level. */
export interface Tick {
  readonly at: number
  readonly level: TickLevel
  readonly fact: Fact | null
}

/** Facts of the cluster's birth are plain events without words: nobody asked for them. */
const birth = 1_000_000

/** Levels in the order of `TimelineView.marks`. */
const viewLevels: readonly TickLevel[] = ['event', 'input', 'warning', 'error']

/** What is marked of what the page was told, oldest first; the more important of two at one place is drawn later. */
export function ticksOf(facts: readonly Fact[]): readonly Tick[] {
  return facts.flatMap((fact) => (fact.level === 'detail' ? [] : [tickOf(fact)]))
}

const tickOf = (fact: Fact): Tick => ({ at: fact.at, level: fact.at < birth || fact.level === 'detail' ? 'event' : fact.level, fact })

/** What the branch has before the first fact that the page was told and after the last. */
export function ticksBeyond(facts: readonly Fact[], view: TimelineView): readonly Tick[] {
  const [first, last] = [facts[0]?.at ?? Infinity, facts.at(-1)?.at ?? -1]
  const isBeyond = (at: number) => at < first || at > last
  const marks = view.marks.flatMap((places, level) => places.filter(isBeyond).map((at): Tick => ({ at, level: at < birth ? 'event' : (viewLevels[level] ?? 'event'), fact: null })))
  return [...marks, ...view.worded.filter(({ at }) => isBeyond(at)).map(tickOf)].sort((a, b) => a.at - b.at)
}

/** The few words below a mark; undefined for those that have none. */
export function tickLabel({ at, code, params, object }: Fact): Sentence | undefined {
  if (at < birth) return undefined
  const name = shortName(String(params['name'] ?? params['pod'] ?? partsOfKey(object).name))
  if (code === 'kubectl.request') {
    const verb = requestVerb(String(params['method']), String(params['path']))
    return { key: `timeline.${verb}`, params: { kind: String(params['kind']), name } }
  }
  if (code === 'apiserver.refused') return { key: 'timeline.refused', params: { code: params['code'] ?? '', reason: params['reason'] ?? '' } }
  if (code === 'request.failed') return { key: 'timeline.requestFailed', params: { request: params['request'] ?? 0 } }
  return troubleLabel(code, params)
}

/** `kubelet/node-1` stays; of a pod only the end of its name. */
const endOf = (subject: string): string => (/^(kubelet|kube-proxy)\//.test(subject) || !subject.includes('/') ? subject : tailOf(subject))

/** What somebody broke, and the warnings that one looks for. */
function troubleLabel(code: string, params: Fact['params']): Sentence | undefined {
  const [type = '', node] = String(params['part'] ?? '').split('/')
  const pod = tailOf(String(params['pod'] ?? ''))
  if (code === 'part.stopped' || code === 'part.started') {
    const what = code.slice('part.'.length)
    return node !== undefined && type === 'node' ? { key: `timeline.machine.${what}`, params: { node } } : { key: `timeline.part.${what}`, params: { part: type } }
  }
  if (code === 'part.added') return { key: 'timeline.machine.added', params: { node: node ?? '' } }
  if (code === 'fault.injected' || code === 'fault.healed') return { key: `timeline.${code}.${String(params['fault'])}`, params: { subject: endOf(String(params['subject'] ?? '')) } }
  if (code === 'node-lifecycle.lost') return { key: 'timeline.said', params: { what: 'NotReady', name: params['node'] ?? '' } }
  if (code === 'scheduler.unschedulable') return { key: 'timeline.said', params: { what: 'FailedScheduling', name: pod } }
  if (code === 'scheduler.preempted') return { key: 'timeline.said', params: { what: 'Preempted', name: pod } }
  return code === 'kubelet.pull-failed' ? { key: 'timeline.said', params: { what: 'ErrImagePull', name: pod } } : undefined
}

const nameLimit = 24
const shortName = (name: string): string => (name.length > nameLimit ? `…${tailOf(name)}` : name)

export interface Label {
  readonly id: number
  readonly x: number
  readonly width: number
  /** Larger wins where two would overlap. */
  readonly weight: number
}

/** Pixels kept free between two labels. */
const gap = 12

/** Those that fit beside each other, the weightiest first and among equals the newest; from left to right. */
export function labelsThatFit<T extends Label>(labels: readonly T[], bounds: { readonly left: number; readonly right: number }): readonly T[] {
  const kept: T[] = []
  const byWeight = [...labels].sort((a, b) => b.weight - a.weight || b.x - a.x || b.id - a.id)
  for (const label of byWeight) {
    const [from, to] = [label.x - label.width / 2, label.x + label.width / 2]
    if (from < bounds.left || to > bounds.right) continue
    if (kept.some((other) => from < other.x + other.width / 2 + gap && to > other.x - other.width / 2 - gap)) continue
    kept.push(label)
  }
  return kept.sort((a, b) => a.x - b.x)
}

export const levelWeight: { readonly [level in TickLevel]: number } = { event: 0, input: 1, warning: 2, error: 3 }

/** The marked fact nearest to a place, within reach; of several the weightiest. */
export function tickAt(ticks: readonly Tick[], scale: TimeScale, { x, reach }: { readonly x: number; readonly reach: number }): Tick | undefined {
  const near = ticks.filter(({ at }) => Math.abs(xOf(scale, at) - x) <= reach)
  const distance = ({ at }: Tick) => Math.abs(xOf(scale, at) - x)
  return near.sort((a, b) => levelWeight[b.level] - levelWeight[a.level] || distance(a) - distance(b))[0]
}
