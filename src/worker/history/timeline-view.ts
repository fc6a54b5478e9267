/**
 * A branch's timeline as it is drawn: of many marks in one place one, the facts that have words, and per workload the
 * bars of its Pods. What it costs the page depends on the pixels, not on the run.
 */
import type { ObjectKey, TimelineBar, TimelineLane, TimelineRange, TimelineView } from '../protocol.ts'
import { markLevels, type Chronicle, type Life, type Marks } from './chronicle.ts'

/** Facts in full: more words have no room. */
const wordLimit = 150
/** Lanes that a screen has room for. */
export const laneLimit = 12

export function timelineView({ marks, worded, lives }: Chronicle, { from, to, bins }: TimelineRange): TimelineView {
  const within = worded.filter(({ at }) => at >= from && at <= to)
  const { lanes, more } = lanesOf(lives.filter((life) => life.from <= to && (life.to < 0 || life.to >= from)), (to - from) / bins)
  return { marks: markLevels.map((_, level) => placesOf(marks, level, { from, to, bins })), worded: within.slice(-wordLimit), lanes, moreLanes: more }
}

/** When marks of a level stand, at most one in each bin. */
function placesOf({ at, level }: Marks, wanted: number, { from, to, bins }: TimelineRange): readonly number[] {
  const places: number[] = []
  const width = (to - from) / bins
  const taken = new Uint8Array(bins + 1)
  for (let index = 0; index < at.length; index++) {
    const time = at[index] ?? 0
    if (level[index] !== wanted || time < from || time > to) continue
    const bin = Math.floor((time - from) / width)
    if (taken[bin]) continue
    taken[bin] = 1
    places.push(time)
  }
  return places
}

/** One lane per workload, in the order in which they first had a Pod; the oldest are left out where there are too many. */
function lanesOf(lives: readonly Life[], least: number): { readonly lanes: readonly TimelineLane[]; readonly more: number } {
  const byOwner = new Map<ObjectKey, Life[]>()
  for (const life of lives) {
    const its = byOwner.get(life.owner)
    if (its) its.push(life)
    else byOwner.set(life.owner, [life])
  }
  const all = [...byOwner].map(([owner, its]) => ({ owner, bars: barsOf(its, least) }))
  return { lanes: all.slice(-laneLimit), more: Math.max(0, all.length - laneLimit) }
}

/** A bar ends where a Pod comes or goes; bars and gaps too short to be seen are drawn with the one before. */
function barsOf(lives: readonly Life[], least: number): TimelineBar[] {
  const turns = lives.flatMap(({ pod, from, to }) => [{ at: from, pod, comes: true }, ...(to < 0 ? [] : [{ at: to, pod, comes: false }])]).sort((a, b) => a.at - b.at)
  const living = new Set<ObjectKey>()
  const bars: { from: number; to: number; pods: readonly ObjectKey[] }[] = []
  turns.forEach(({ at: from, pod, comes }, index) => {
    if (comes) living.add(pod)
    else living.delete(pod)
    const to = turns[index + 1]?.at ?? -1
    const last = bars.at(-1)
    if (to === from || living.size === 0) return
    if (last && from - last.to < (last.to - last.from < least ? least : 0)) Object.assign(last, { to, pods: namesOf(living) })
    else bars.push({ from, to, pods: namesOf(living) })
  })
  return bars
}

/** A bar has no room for more names, and a count says the rest. */
const nameLimit = 50
const namesOf = (living: ReadonlySet<ObjectKey>): readonly ObjectKey[] => [...living].slice(0, nameLimit)
