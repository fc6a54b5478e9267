/** What may take long, each gone in slices of its own: the page is told how far it is, and may give it up. */
import { createSlices, type InSlices } from './in-slices.ts'
import type { Progress, ToPage, Work } from './protocol.ts'
import type { WallClock } from './run-loop.ts'

export type Works = { readonly [W in Work]: InSlices } & {
  /** For the time until their next slice, the cluster is as it is without them. */
  rest(): void
}

export interface WorkOptions {
  readonly clock: WallClock
  readonly post: (message: ToPage) => void
  /** After each slice of what happens to the cluster that is shown. */
  readonly onSlice: () => void
}

export function createWorks({ clock, post, onSlice }: WorkOptions): Works {
  const says = (work: Work) => ({ clock, onProgress: (progress: Progress | null) => post({ type: 'working', work, progress }) })
  const [opening, looking, applying] = [createSlices(says('opening')), createSlices({ ...says('looking'), onSlice }), createSlices({ ...says('applying'), onSlice })]
  const rest = (): void => [opening, looking, applying].forEach((slices) => slices.rest())
  return { opening, looking, applying, rest }
}
