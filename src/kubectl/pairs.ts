/** `KEY=VALUE` to set and `KEY-` to remove, behind the resources they are for. Follows kubernetes v1.36 kubectl/pkg/cmd/util (GetResourcesAndPairs, ParsePairs). */
import { out, type Line } from './session.ts'

export interface Pairs {
  readonly resources: readonly string[]
  readonly set: ReadonlyMap<string, string>
  readonly removed: readonly string[]
}

/** A sentence if the words cannot be read. */
export function readPairs(words: readonly string[], what: string): Pairs | string {
  const isPair = (word: string): boolean => (word.includes('=') && !word.startsWith('=')) || (word.endsWith('-') && word !== '-')
  const first = words.findIndex(isPair)
  const split = first < 0 ? words.length : first
  const stray = words.slice(split).find((word) => !isPair(word))
  if (stray !== undefined) return `all resources must be specified before ${what} changes: ${stray}`
  const set = new Map<string, string>()
  const removed: string[] = []
  for (const word of words.slice(split)) {
    const equals = word.indexOf('=')
    if (equals > 0) set.set(word.slice(0, equals), word.slice(equals + 1))
    else removed.push(word.slice(0, -1))
  }
  return { resources: words.slice(0, split), set, removed }
}

type Texts = { readonly [key: string]: string }

export function changed(before: Texts | undefined, { set, removed }: Pairs): Texts {
  const kept = Object.entries(before ?? {}).filter(([key]) => !removed.includes(key))
  return Object.fromEntries([...kept, ...set])
}

/** `--list`: one a line, in order. */
export const listed = (texts: Texts | undefined): Line[] => Object.keys(texts ?? {}).sort().map((key) => out(`${key}=${texts?.[key] ?? ''}`))
