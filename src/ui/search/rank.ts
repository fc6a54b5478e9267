/** What fits a query, in groups: those that fit best first, the best of each group first, no more than can be read. */
import { match } from './match.ts'

export const groups = ['near', 'recent', 'objects', 'parts', 'files', 'requests', 'moments', 'actions'] as const
export type Group = (typeof groups)[number]

/** A text by which something is found, in lower case. */
export interface Hay {
  readonly text: string
  /** From 0 to 1: how much it says to find it by this. */
  readonly weight: number
  /** Letters in the right order are enough. */
  readonly loose?: boolean
}

export interface Findable {
  readonly group: Group
  readonly hay: readonly Hay[]
  /** From 0 to 1: how often someone looks for such a thing. */
  readonly weight: number
}

export interface Ranked<T> {
  readonly group: Group
  readonly found: readonly T[]
  /** Those that fit and are not shown. */
  readonly more: number
}

/** Entries shown of a group. */
const limits: { readonly [group in Group]: number } = { near: 6, recent: 5, objects: 20, parts: 6, files: 6, requests: 6, moments: 6, actions: 8 }

/** `pods/shop/web` is three words, as `po shop web` is. */
export const wordsOf = (query: string): readonly string[] => query.toLowerCase().split(/[\s/]+/).filter((word) => word !== '')

/** Every word has to fit something of it; 0 if one does not. */
export function scoreOf({ hay, weight }: Findable, words: readonly string[]): number {
  let sum = 0
  for (const word of words) {
    const best = hay.reduce((most, { text, weight: own, loose = false }) => (own <= most ? most : Math.max(most, own * (match(text, word, loose)?.score ?? 0))), 0)
    if (best === 0) return 0
    sum += best
  }
  return (sum / Math.max(1, words.length)) * weight
}

/** Those that fit as well stay in the order in which they are given. */
export function rank<T extends Findable>(entries: readonly T[], query: string): readonly Ranked<T>[] {
  const words = wordsOf(query)
  const scored = entries.map((entry) => ({ entry, score: scoreOf(entry, words) })).filter(({ score }) => score > 0)
  const inGroups = groups.flatMap((group) => {
    const all = scored.filter(({ entry }) => entry.group === group).toSorted((a, b) => b.score - a.score)
    const found = all.slice(0, limits[group]).map(({ entry }) => entry)
    return all[0] ? [{ group, found, more: all.length - found.length, best: all[0].score }] : []
  })
  return inGroups.toSorted((a, b) => b.best - a.best).map(({ group, found, more }) => ({ group, found, more }))
}

/** Without a query: what is near, what was chosen last, and what can be done, in this order and each once. */
export function suggest<T extends Findable & { readonly id: string }>(lists: readonly (readonly [Group, readonly T[]])[]): readonly Ranked<T>[] {
  const seen = new Set<string>()
  return lists.flatMap(([group, entries]) => {
    const found = entries.filter(({ id }) => !seen.has(id)).slice(0, limits[group])
    for (const { id } of found) seen.add(id)
    return found.length > 0 ? [{ group, found, more: 0 }] : []
  })
}

/** Which letters of a text are shown as found. */
export function lettersFound(text: string, query: string): ReadonlySet<number> {
  const lower = text.toLowerCase()
  return new Set(wordsOf(query).flatMap((word) => match(lower, word, true)?.places ?? []))
}
