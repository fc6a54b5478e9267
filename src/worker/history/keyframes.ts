/**
 * Moments that can be gone back to at once. A snapshot costs microseconds when it is taken, and later what copying on
 * write had to copy because of it; so their number and that weight are bounded, and beyond the bounds those go first
 * whose neighbours are nearest. In a long run they therefore stand about evenly, and the way from one to any moment
 * behind it is short.
 */
import type { Snapshot } from '../../sim/kernel.ts'
import { weightBeside } from '../../sim/weigh.ts'
import type { Seen } from '../observations.ts'
import { lineage, type Branch } from './branch.ts'
import { isBefore, type Moment } from './moment.ts'

export interface Keyframe {
  readonly moment: Moment
  readonly snapshot: Snapshot
  /** What had been told by then. */
  readonly seen: Seen
}

/** Events between two keyframes at first: some 0.1 s of simulation. */
export const spacing = 2_000
/** Keyframes of all branches together. 10^6 events then stand at most 4,200 apart. */
export const keyframeLimit = 480
/** Fields that they may hold beside each other. The demo's hour shows some 70 bytes each, pages of tables included: 200 MB. */
export const weightLimit = 3_000_000
/** A keyframe that weighs this many fields is worth an event's time more of distance. */
const fieldsPerEvent = 50

interface Kept {
  readonly keyframe: Keyframe
  /** Fields beside the one before it. */
  weight: number
}

export interface Keyframes {
  readonly count: number
  readonly weight: number
  add(branch: Branch, keyframe: Keyframe): void
  /** The last of the branch's that `isWithin`, which must hold for every earlier one too; its first if none is. */
  nearest(branch: Branch, isWithin: (keyframe: Keyframe) => boolean): Keyframe
  /** True if the branch, or what it grew from before it did, has this keyframe. */
  isOn(branch: Branch, keyframe: Keyframe): boolean
  /** The number of taken events at which the next is due, seen from a moment of this branch. */
  dueAfter(branch: Branch, moment: Moment): number
  /** Forgets the branch's own beyond a moment; all its own without one. */
  forget(branch: Branch, beyond?: Moment): void
}

export interface Limits {
  readonly count: number
  readonly weight: number
}

export function createKeyframes(limits: Limits = { count: keyframeLimit, weight: weightLimit }): Keyframes {
  const lines = new Map<Branch, Kept[]>()
  const lineOf = (branch: Branch): Kept[] => lines.get(branch) ?? []
  const total = (measure: (kept: Kept) => number) => [...lines.values()].flat().reduce((sum, kept) => sum + measure(kept), 0)
  const nearestKept = (branch: Branch, isWithin: (keyframe: Keyframe) => boolean): Kept | undefined => {
    for (const { branch: line, until } of lineage(branch)) {
      const found = lineOf(line).findLast(({ keyframe }) => isWithin(keyframe) && !(until && isBefore(until, keyframe.moment)))
      if (found) return found
    }
    return undefined
  }
  const add = (branch: Branch, keyframe: Keyframe): void => {
    const before = nearestKept(branch, ({ moment }) => isBefore(moment, keyframe.moment))
    const line = lineOf(branch)
    const place = line.findLastIndex((kept) => !isBefore(keyframe.moment, kept.keyframe.moment)) + 1
    line.splice(place, 0, { keyframe, weight: weightBeside(keyframe.snapshot, before?.keyframe.snapshot) })
    lines.set(branch, line)
    while (total(() => 1) > limits.count || total(({ weight }) => weight) > limits.weight) if (!thin([...lines.values()])) break
  }
  return {
    get count() {
      return total(() => 1)
    },
    get weight() {
      return total(({ weight }) => weight)
    },
    add,
    nearest: (branch, isWithin) => {
      const root = [...lineage(branch)].at(-1)?.branch ?? branch
      const kept = nearestKept(branch, isWithin) ?? lineOf(root)[0]
      if (!kept) throw new Error('a history without a keyframe')
      return kept.keyframe
    },
    isOn: (branch, keyframe) =>
      [...lineage(branch)].some(({ branch: line, until }) => lineOf(line).some((kept) => kept.keyframe === keyframe) && !(until && isBefore(until, keyframe.moment))),
    dueAfter: (branch, { taken }) => {
      const before = nearestKept(branch, ({ moment }) => moment.taken <= taken)
      const apart = Math.max(spacing, (before?.weight ?? 0) / fieldsPerEvent)
      const next = lineOf(branch).find(({ keyframe }) => keyframe.moment.taken > taken)
      const due = (before?.keyframe.moment.taken ?? 0) + apart
      // Those that were thinned out are not taken again whenever someone passes by.
      return next && next.keyframe.moment.taken - due < 3 * apart ? next.keyframe.moment.taken + apart : due
    },
    forget: (branch, beyond) => {
      const left = beyond ? lineOf(branch).filter(({ keyframe }) => !isBefore(beyond, keyframe.moment)) : []
      if (left.length > 0) lines.set(branch, left)
      else lines.delete(branch)
    },
  }
}

/** Takes out the one whose neighbours are nearest, never the first or the last of a line; false if there is none. */
function thin(lines: readonly Kept[][]): boolean {
  let least = Infinity
  let victim: { readonly line: Kept[]; readonly index: number } | undefined
  for (const line of lines) {
    for (let index = 1; index < line.length - 1; index++) {
      const gap = (line[index + 1]?.keyframe.moment.taken ?? 0) - (line[index - 1]?.keyframe.moment.taken ?? 0)
      if (gap >= least) continue
      least = gap
      victim = { line, index }
    }
  }
  if (!victim) return false
  const { line, index } = victim
  line.splice(index, 1)
  const [before, after] = [line[index - 1], line[index]]
  if (after) after.weight = weightBeside(after.keyframe.snapshot, before?.keyframe.snapshot)
  return true
}
