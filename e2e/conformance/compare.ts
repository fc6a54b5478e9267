/**
 * Compares an answer of ours with a recorded one: dropped are the fields that no two servers share, and generated
 * names and addresses are equal if one renaming makes them so (see ../shared/golden/README.md).
 */

import { attempt, bind, pairAll, type Renaming } from './renaming.ts'

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }

const dropped = new Set(['uid', 'resourceVersion', 'creationTimestamp', 'managedFields', 'selfLink'])

/** The object as the recordings keep it. */
export function normalise(value: Json, path: readonly string[] = []): Json {
  if (Array.isArray(value)) return value.map((item: Json) => normalise(item, path))
  if (!isObject(value)) return value
  const inMetadata = path.at(-1) === 'metadata'
  const entries = Object.entries(value).filter(([key]) => !(inMetadata && dropped.has(key)))
  return Object.fromEntries(entries.map(([key, item]) => [key, normalise(item, [...path, key])]))
}

const isObject = (value: Json): value is { readonly [key: string]: Json } => typeof value === 'object' && value !== null && !Array.isArray(value)

/** The first difference as a sentence, undefined if there is none. `recorded` may hold placeholders such as `<rand-1>`. */
export function difference(recorded: Json, ours: Json, renaming: Renaming, path = ''): string | undefined {
  if (typeof recorded === 'string' && (typeof ours === 'string' || (typeof ours === 'number' && /^<port-\d+>$/.test(recorded)))) {
    return sameText(recorded, String(ours), renaming) ? undefined : differs(path, recorded, ours)
  }
  if (Array.isArray(recorded) && Array.isArray(ours)) {
    if (isUnordered(path)) return pairAll(recorded as readonly Json[], ours as readonly Json[], { compare: difference, renaming }) ? undefined : differs(path, recorded, ours)
    if (recorded.length !== ours.length) return differs(path, recorded, ours)
    for (const [index, item] of recorded.entries()) {
      const found = difference(item as Json, (ours as readonly Json[])[index] ?? null, renaming, `${path}[${index}]`)
      if (found) return found
    }
    return undefined
  }
  if (isObject(recorded) && isObject(ours)) {
    for (const key of new Set([...Object.keys(recorded), ...Object.keys(ours)])) {
      const at = path === '' ? key : `${path}.${key}`
      const [a, b] = [recorded[key], ours[key]]
      if (a === undefined || b === undefined) return differs(at, a, b)
      const found = difference(a, b, renaming, at)
      if (found) return found
    }
    return undefined
  }
  return recorded === ours ? undefined : differs(path, recorded, ours)
}

/** Addresses come out of sets. */
const isUnordered = (path: string): boolean => /(?:^|\.)(?:endpoints|(?:notReadyA|a)ddresses)$/.test(path) && !path.startsWith('status.')

const differs = (path: string, recorded: unknown, ours: unknown): string => `${path}: recorded ${JSON.stringify(recorded)}, ours ${JSON.stringify(ours)}`

const placeholder = /<(?:rand|hash|uid|ip|port|time|age|rv)(?:-\d+)?>/g

/** Placeholders stand for any run of characters, the same one wherever the same placeholder stands. */
export function sameText(recorded: string, ours: string, renaming: Renaming): boolean {
  if (recorded === ours) return true
  const names = recorded.match(placeholder)
  if (!names) return false
  const found = patternOf(recorded).exec(ours)
  if (!found) return false
  return names.every((name, index) => !/-\d+>$/.test(name) || bind(renaming, name, found[index + 1] ?? ''))
}

/** By the recorded text. */
const patterns = new Map<string, RegExp>()

function patternOf(recorded: string): RegExp {
  const known = patterns.get(recorded)
  if (known) return known
  const pattern = recorded.split(placeholder).map((text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('([^\\s"]+?)')
  const made = new RegExp(`^${pattern}$`, 's')
  patterns.set(recorded, made)
  return made
}

/** Sentences that tell etcd's revision of the moment; the numbers of temporary folders, and when a file in them was written. */
export const withoutMoment = (text: string): string =>
  text
    .replace(/(\bToo large resource version: \d+, current: |Expected resource version to be \d+, was )\d+/g, '$1<revision>')
    .replace(/(\/tmp\/[A-Z]+-)\d+/g, '$1<number>')
    .replace(/^((?:---|\+\+\+) \/tmp\/\S+\t).*$/gm, '$1<moment>')

/**
 * Texts of a terminal, line by line; a run of blanks in a table counts as two. Rows whose order only follows generated
 * names may stand in any order. The first difference, or undefined.
 */
export function sameLines(recorded: string, ours: string, renaming: Renaming): string | undefined {
  const linesOf = (text: string) => text.trimEnd().split('\n').map((line) => line.trimEnd().replace(/ {2,}/g, '  '))
  const [a, b] = [linesOf(recorded), linesOf(ours)]
  for (let at = 0; at < Math.max(a.length, b.length); ) {
    const length = Math.min(runOf(a, at), Math.max(1, b.length - at))
    const [some, others] = [a.slice(at, at + length), b.slice(at, at + length)]
    if (length === 1 ? sameLine(some[0] ?? '', others[0] ?? '', renaming) !== undefined : !pairAll(some, others, { compare: sameLine, renaming })) {
      const wrong = some.findIndex((line, index) => sameLine(line, others[index] ?? '', { known: new Map(renaming.known), taken: new Map(), trail: [] }) !== undefined)
      const shown = Math.max(0, wrong)
      return differs(`line ${at + shown + 1}`, some[shown] ?? null, others[shown] ?? null)
    }
    at += length
  }
  return undefined
}

/** How many rows from here on differ in their names only behind the same beginning. */
function runOf(lines: readonly string[], at: number): number {
  const beginOf = (line: string | undefined) => /^[^<]*(?=<(?:rand|hash)-\d+>)/.exec(line ?? '')?.[0]
  const begin = beginOf(lines[at])
  let length = 1
  if (begin !== undefined) while (beginOf(lines[at + length]) === begin) length++
  return length
}

/** A cell may list addresses in any order. */
function sameLine(recorded: string, ours: string, renaming: Renaming): string | undefined {
  if (!addressList.test(recorded)) return attempt(renaming, () => (sameText(recorded, ours, renaming) ? undefined : 'different'))
  const [cells, others] = [recorded.split('  '), ours.split('  ')]
  if (cells.length !== others.length) return 'different'
  return attempt(renaming, () => (cells.every((cell, index) => sameCell(cell, others[index] ?? '', renaming)) ? undefined : 'different'))
}

/** Two or more; the cells beside it hold no comma. */
const addressList = /(?:^|\s)(?:<ip-\d+>|\d+\.[\d.]+)(?:,(?:<ip-\d+>|\d+\.[\d.]+))+(?=\s|$)/

function sameCell(recorded: string, ours: string, renaming: Renaming): boolean {
  if (!addressList.test(recorded)) return sameText(recorded, ours, renaming)
  return pairAll(recorded.split(','), ours.split(','), { compare: (a, b) => (sameText(a, b, renaming) ? undefined : 'different'), renaming })
}
