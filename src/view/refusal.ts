/**
 * Why a node did not take the pod that is looked at: the first filter that said no, from the scheduler's last table, and
 * where in the frame it is written: in the row in which the pod would stand, else in a free cell, else at the foot. In
 * smaller frames it takes the place of the bars, and in the smallest it is a cross in the place of the node's state.
 */
import type { PluginVerdict, SchedulingTrace } from '../worker/protocol.ts'
import type { Measures, Rect } from './measures.ts'
import type { Row } from './world.ts'

/** The pod nobody takes, with the scheduler's last table about it. */
export interface Refused {
  readonly pod: Row
  readonly trace: SchedulingTrace
}

export interface Refusal {
  readonly pod: Row
  readonly verdict: PluginVerdict
  /** A node that may not take any pod is no error of this one. */
  readonly tone: 'warn' | 'error'
  readonly rect: Rect
  /** There is room for one line only. */
  readonly short: boolean
}

export interface RefusalPlace {
  readonly frame: Rect
  readonly measures: Measures
  /** Free cells of the frame. */
  readonly free: readonly Rect[]
}

export function refusalOf(node: Row, refused: Refused | null, place: RefusalPlace): Refusal | null {
  const verdict = refused?.trace.nodes.find((each) => each.node === node.name)?.filters.find(({ pass }) => !pass)
  const spot = verdict && placeOf(place)
  if (!refused || !verdict || !spot) return null
  return { pod: refused.pod, verdict, tone: verdict.plugin === 'NodeUnschedulable' ? 'warn' : 'error', ...spot }
}

function placeOf({ frame, measures, free }: RefusalPlace): { readonly rect: Rect; readonly short: boolean } | null {
  const { bars, cells, density, processes } = measures
  const [left, right] = cells.x
  if (density === 'quarter') return { rect: { x: frame.x + frame.w - 19, y: frame.y + 2, w: 16, h: 16 }, short: true }
  if (density === 'half') return { rect: { x: frame.x + left, y: frame.y + bars - 1, w: right - left + cells.w, h: 20 }, short: true }
  const row = free.find((cell) => cell.x === frame.x + left && free.some(({ x, y }) => x === frame.x + right && y === cell.y))
  const short = measures.profile === 'phone' || measures.density !== 'whole'
  if (row) return { rect: { ...row, w: right - left + cells.w }, short }
  const [cell] = free
  if (cell) return { rect: cell, short: true }
  if (processes.h === 0) return null
  return { rect: { x: frame.x + left, y: frame.y + frame.h - processes.foot - processes.h, w: right - left + cells.w, h: processes.h }, short: true }
}
