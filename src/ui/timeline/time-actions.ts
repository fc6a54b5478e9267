/** What a person does with time. A wish that cannot be granted is answered in the output panel. */
import { RefusedError, type Door } from '../../worker/client.ts'
import { explain } from '../../view/explain.ts'
import type { BranchSummary, Fact, Mark } from '../../worker/protocol.ts'
import { complain, say, select, useCluster, useView, type ClusterState } from '../store.ts'

async function ask<T>(wish: (door: Door) => Promise<T>): Promise<T | undefined> {
  const { door, crash } = useCluster.getState()
  if (!door || crash) return undefined
  try {
    return await wish(door)
  } catch (error) {
    if (error instanceof RefusedError && error.refusal.code.startsWith('look.')) say([{ type: 'note', text: `refused:${error.refusal.code}` }])
    else complain(error)
    return undefined
  }
}

let wanted: number | null = null
let isSeeking = false

/** To a moment of this branch, in micros, not beyond its head. While one is under way only the last wish is kept. */
export async function seekTo(at: number): Promise<void> {
  wanted = Math.max(0, Math.min(at, useCluster.getState().head))
  if (isSeeking) return
  isSeeking = true
  for (let next: number | null = wanted; next !== null; next = wanted) {
    wanted = null
    const milliseconds = next / 1_000
    await ask((door) => door.seek(milliseconds))
  }
  isSeeking = false
}

export const goToHead = (): Promise<void> => seekTo(Infinity)
export const stepBack = (): Promise<unknown> => ask((door) => door.previous())
/** To the next fact; says so if an hour has passed without one. */
export async function stepOn(): Promise<void> {
  const fact = await ask((door) => door.pause().then(() => door.step()))
  if (fact === null) say([{ type: 'note', text: 'time:noStep' }])
}
export const switchTo = (branch: number): Promise<unknown> => ask((door) => door.switchTo(branch))
export const nameBranch = (branch: number, name: string): Promise<unknown> => ask((door) => door.nameBranch(branch, name))
export async function dropBranch(branch: number): Promise<void> {
  await ask((door) => door.dropBranch(branch))
  if (useView.getState().compared?.some((mark) => mark.branch === branch)) useView.setState({ compared: null })
}

/** The present moment beside the same time on another branch, or that one's end where it does not go so far. */
export function compareWith(other: BranchSummary, current: BranchSummary): void {
  const { now } = useCluster.getState()
  const compared = [{ branch: current.id, at: now }, { branch: other.id, at: Math.min(now, other.head) }]
  useView.setState({ compared, selection: null, narrowTab: 'inspect' })
}

/** From the rewound moment into another future. */
export const playOn = (): Promise<unknown> =>
  ask(async (door) => {
    await door.fork()
    await door.play(useCluster.getState().speed)
  })

export async function undo(): Promise<void> {
  const at = await ask((door) => door.undo())
  if (at !== undefined) say([{ type: 'note', text: 'time:undone' }])
}

/** To the next or the last change of an object, or hop of a request (`requests/ID`). */
export async function stepToChange(ref: string, direction: 'next' | 'previous'): Promise<void> {
  const found = await ask((door) => door.change(ref, direction))
  if (found === null) say([{ type: 'note', text: direction === 'next' ? 'time:noNext' : 'time:noPrevious' }])
}
/** To what led to the last change of an object, or to a fact; what that is about is opened. */
export async function goToCause(of: string | number): Promise<void> {
  openTold(await ask((door) => door.cause(of)), 'time:noCause')
}

/** To what followed from the last change of an object; that is opened. */
export async function goToEffect(object: string): Promise<void> {
  openTold(await ask((door) => door.effect(object)), 'time:noEffect')
}

/** Says what a fact tells, and opens what it is about. */
function openTold(fact: Fact | null | undefined, none: string): void {
  if (fact === null) say([{ type: 'note', text: none }])
  if (!fact) return
  const { key, params } = explain(fact)
  say([{ type: 'note', text: `facts:${key}`, params }])
  select(fact.object)
}

/** To the moment of a fact, with what it is about. */
export async function goToFact({ at, object }: Fact): Promise<void> {
  await seekTo(at)
  if (object !== '') select(object)
}

export const goToHop = (request: number, at: number): Promise<unknown> => ask((door) => door.goToHop(request, at / 1_000))
/** Until a request is answered, an object is gone, or something else is done with time. */
export const goAlongWith = (ref: string): Promise<unknown> => ask((door) => door.follow(ref))
export const pause = (): Promise<unknown> => ask((door) => door.pause())
/** Simulated seconds per second. */
export const play = (speed: number): Promise<unknown> => ask((door) => door.play(speed))

export function playOrPause(): Promise<unknown> {
  const { playing, speed } = useCluster.getState()
  return playing ? pause() : play(speed)
}

/** To a moment of a branch, this one or another. */
export async function goToMark({ branch, at }: Mark): Promise<void> {
  if (!useCluster.getState().branches.some(({ id, current }) => id === branch && current)) await switchTo(branch)
  await ask((door) => door.seek(at / 1_000))
}

/** The moment that is shown. */
const presentMark = ({ now, branches }: Pick<ClusterState, 'now' | 'branches'>): Mark => ({ branch: branches.find(({ current }) => current)?.id ?? 1, at: now })

export function isMarked(bookmarks: readonly Mark[], state: Pick<ClusterState, 'now' | 'branches'>): boolean {
  const { branch, at } = presentMark(state)
  return bookmarks.some((mark) => mark.branch === branch && mark.at === at)
}

/** Marks the present moment, or takes its mark away. */
export function toggleBookmark(): void {
  const state = useCluster.getState()
  const { branch, at } = presentMark(state)
  useView.setState(({ bookmarks }) => ({
    bookmarks: isMarked(bookmarks, state) ? bookmarks.filter((mark) => mark.branch !== branch || mark.at !== at) : [...bookmarks, { branch, at, name: '' }],
  }))
}
