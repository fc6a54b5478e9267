/**
 * The grown timeline: which rows there are and how high, what time each pixel is when zoomed in, and how branches run
 * beside each other. The hue of a workload is that of its app in the picture.
 */
import type { BranchSummary, TimelineBar, TimelineLane } from '../worker/protocol.ts'
import { partsOfKey, type World } from './world.ts'
import { tailOf } from './format.ts'
import type { TimeScale } from './timeline.ts'

/** A window onto the branch: micros at both ends of these pixels. */
export interface Window extends Omit<TimeScale, 'span'> {
  readonly from: number
  readonly to: number
}

export const placeOf = ({ left, right, from, to }: Window, at: number): number => left + ((right - left) * (at - from)) / (to - from)
export const timeOf = ({ left, right, from, to }: Window, x: number): number => Math.max(0, from + ((to - from) * (x - left)) / (right - left))

/** The whole branch, or a part of it that holds the present, `zoom` times as wide. */
export function windowOf(line: { readonly left: number; readonly right: number }, { now, furthest, zoom }: { readonly now: number; readonly furthest: number; readonly zoom: number }): Window {
  const whole = Math.max(10_000_000, furthest * 1.06)
  const width = whole / zoom
  const from = Math.max(0, Math.min(whole - width, now - width / 2))
  return { ...line, from, to: from + width }
}

/** Seconds between labels that read well. */
const steps = [1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1_200, 1_800, 3_600, 7_200, 18_000, 36_000, 86_400]
/** Pixels that a label of the axis takes. */
const labelRoom = 96

/** Micros at which the axis is labelled. */
export function axisOf({ left, right, from, to }: Window): readonly number[] {
  const least = ((to - from) / 1_000_000) * (labelRoom / Math.max(1, right - left))
  const step = (steps.find((seconds) => seconds >= least) ?? 86_400 * Math.ceil(least / 86_400)) * 1_000_000
  const first = Math.ceil(from / step)
  return Array.from({ length: Math.max(0, Math.floor(to / step) - first + 1) }, (_, index) => (first + index) * step)
}

export interface BranchLine {
  readonly branch: BranchSummary
  /** From the top; the branch that is open comes first. */
  readonly row: number
  /** The row of the branch that it leaves; -1 for the first, or where that one is not shown. */
  readonly parentRow: number
}

/** Branches that have a line of their own. */
export const branchLineLimit = 6

/** The one that is open, those that it grew from, then the others, the newest first. */
export function branchLines(branches: readonly BranchSummary[]): readonly BranchLine[] {
  const byId = new Map(branches.map((branch) => [branch.id, branch]))
  const own: BranchSummary[] = []
  for (let branch = branches.find(({ current }) => current); branch && !own.includes(branch); branch = byId.get(branch.parent)) own.push(branch)
  const others = branches.filter((branch) => !own.includes(branch)).reverse()
  const shown = [...own, ...others].slice(0, branchLineLimit)
  return shown.map((branch, row) => ({ branch, row, parentRow: shown.findIndex(({ id }) => id === branch.parent) }))
}

/** `deployment-test-name`, with its namespace where another workload has the same name. */
export function laneName({ owner }: TimelineLane, lanes: readonly TimelineLane[]): string {
  const { namespace, name } = partsOfKey(owner)
  const isTaken = lanes.some((other) => other.owner !== owner && partsOfKey(other.owner).name === name)
  return isTaken ? `${name} (${namespace})` : name
}

/** `k2x9p, w8d4z`, or how many there are. */
export const podsText = ({ pods }: TimelineBar): string => (pods.length > 6 ? `${pods.length} Pods` : pods.map((pod) => tailOf(partsOfKey(pod).name)).join(', '))

/** The app of a workload's Pods, '' if the picture knows none: Pods that are there now say it, or the workload. */
export function appOfOwner(world: World, owner: string): string {
  const row = world.byKey.get(owner)
  if (row?.app) return row.app
  for (const child of world.byOwner.get(row?.id ?? -1) ?? []) if (child.app) return child.app
  return ''
}
