/**
 * The line along the bottom: where an instant stands, which facts are marked, and which of them have room for a word.
 * The span is wide enough that the head keeps off the right end; it grows with the clock, so that nothing ever jumps.
 */
import { requestVerb, type Sentence } from './explain.ts'
import { partsOfKey } from './world.ts'
import { tailOf } from './format.ts'
import type { Fact, FactLevel } from '../worker/protocol.ts'

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

export type TickLevel = Exclude<FactLevel, 'detail'>

export interface Tick {
  readonly fact: Fact
  readonly level: TickLevel
}

/** Facts of the cluster's birth are plain events without words: nobody asked for them. */
const birth = 1_000_000

/** What is marked, oldest first; the more important of two at one place is drawn later. */
export function ticksOf(facts: readonly Fact[]): readonly Tick[] {
  return facts.flatMap((fact) => (fact.level === 'detail' ? [] : [{ fact, level: fact.at < birth ? 'event' : fact.level }]))
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
  return undefined
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
  const near = ticks.filter(({ fact }) => Math.abs(xOf(scale, fact.at) - x) <= reach)
  const distance = ({ fact }: Tick) => Math.abs(xOf(scale, fact.at) - x)
  return near.sort((a, b) => levelWeight[b.level] - levelWeight[a.level] || distance(a) - distance(b))[0]
}
