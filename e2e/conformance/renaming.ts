/**
 * Recorded placeholders (`<rand-1>`, `<ip-2>`) and what they stand for in our answers. Two answers are the same if one
 * renaming makes them so; it is found by trying, so every name that was bound can be taken back.
 */

export interface Renaming {
  /** Placeholder to our text. */
  readonly known: Map<string, string>
  /** Kind and text to placeholder: two generated names are never the same one. Addresses may be given again. */
  readonly taken: Map<string, string>
  /** Placeholders in the order in which they were bound. */
  readonly trail: string[]
}

export const newRenaming = (): Renaming => ({ known: new Map(), taken: new Map(), trail: [] })

const kindOf = (placeholder: string): string => placeholder.replace(/^<|(?:-\d+)?>$/g, '')
const areDistinct = new Set(['rand', 'hash', 'uid'])

/** True if the placeholder stands for the text, or may from now on. */
export function bind({ known, taken, trail }: Renaming, placeholder: string, text: string): boolean {
  const before = known.get(placeholder)
  if (before !== undefined) return before === text
  const key = `${kindOf(placeholder)} ${text}`
  const isDistinct = areDistinct.has(kindOf(placeholder))
  if (isDistinct && taken.has(key)) return false
  known.set(placeholder, text)
  if (isDistinct) taken.set(key, placeholder)
  trail.push(placeholder)
  return true
}

/** Takes back what was bound since the trail was so long. */
export function undo({ known, taken, trail }: Renaming, length: number): void {
  while (trail.length > length) {
    const placeholder = trail.pop() ?? ''
    taken.delete(`${kindOf(placeholder)} ${known.get(placeholder) ?? ''}`)
    known.delete(placeholder)
  }
}

/** What the comparison says; if it fails, nothing stays bound. */
export function attempt(renaming: Renaming, compare: () => string | undefined): string | undefined {
  const before = renaming.trail.length
  const why = compare()
  if (why !== undefined) undo(renaming, before)
  return why
}

export type Compare<T> = (recorded: T, ours: T, renaming: Renaming) => string | undefined

/** Comparisons that a search may take before it is given up. */
const searchLimit = 1_000_000
/** Above so many new names, those that could be another are not looked for one by one. */
const ambiguityLimit = 14

/**
 * Pairs every recorded item with one of ours, whatever their order. False if no renaming makes them the same. Names that
 * could as well stand for each other stay unbound, so that what is said of them later may decide.
 */
export function pairAll<T>(recorded: readonly T[], ours: readonly T[], { compare, renaming }: { compare: Compare<T>; renaming: Renaming }): boolean {
  if (recorded.length !== ours.length) return false
  const before = renaming.trail.length
  if (!search(recorded, ours, { compare, renaming })) return false
  const bound = renaming.trail.slice(before).map((placeholder) => [placeholder, renaming.known.get(placeholder) ?? ''] as const)
  undo(renaming, before)
  const sure = bound.filter(([placeholder]) => !isAmbiguous(placeholder, bound, { recorded, ours, compare, renaming }))
  for (const [placeholder, text] of sure) bind(renaming, placeholder, text)
  return true
}

interface Pairing<T> {
  readonly recorded: readonly T[]
  readonly ours: readonly T[]
  readonly compare: Compare<T>
  readonly renaming: Renaming
}

/** True if it could stand for what another new placeholder of its kind was found to stand for. */
function isAmbiguous<T>(placeholder: string, bound: readonly (readonly [string, string])[], { recorded, ours, compare, renaming }: Pairing<T>): boolean {
  const others = bound.filter(([other]) => other !== placeholder && kindOf(other) === kindOf(placeholder))
  if (others.length > ambiguityLimit) return true
  return others.some(([, text]) => {
    const before = renaming.trail.length
    const isPossible = bind(renaming, placeholder, text) && search(recorded, ours, { compare, renaming })
    undo(renaming, before)
    return isPossible
  })
}

/** Depth first, the item with the fewest candidates first. Leaves what it bound if it succeeds. */
function search<T>(recorded: readonly T[], ours: readonly T[], { compare, renaming }: Pick<Pairing<T>, 'compare' | 'renaming'>): boolean {
  const budget = { left: searchLimit }
  const possible = recorded.map((item) => ours.flatMap((candidate, index) => {
    const before = renaming.trail.length
    const isSame = compare(item, candidate, renaming) === undefined
    undo(renaming, before)
    return isSame ? [index] : []
  }))
  const used = new Set<number>()
  const open = new Set(recorded.keys())
  const candidatesOf = (index: number): number[] => {
    const item = recorded[index] as T
    return (possible[index] ?? []).filter((at) => {
      if (used.has(at)) return false
      budget.left--
      const before = renaming.trail.length
      const isSame = compare(item, ours[at] as T, renaming) === undefined
      undo(renaming, before)
      return isSame
    })
  }
  const step = (): boolean => {
    if (open.size === 0) return true
    let best: { readonly index: number; readonly candidates: readonly number[] } | undefined
    for (const index of open) {
      const candidates = candidatesOf(index)
      if (!best || candidates.length < best.candidates.length) best = { index, candidates }
      if (best.candidates.length <= 1) break
    }
    if (!best || budget.left < 0) return false
    open.delete(best.index)
    for (const at of best.candidates) {
      const before = renaming.trail.length
      used.add(at)
      if (compare(recorded[best.index] as T, ours[at] as T, renaming) === undefined && step()) return true
      used.delete(at)
      undo(renaming, before)
    }
    open.add(best.index)
    return false
  }
  return step()
}
