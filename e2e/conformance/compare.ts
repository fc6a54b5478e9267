/**
 * Compares an answer of ours with a recorded one: dropped are the fields that no two servers share, and generated
 * names and addresses are equal if one renaming makes them so (see ../shared/golden/README.md).
 */

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

export interface Renaming {
  /** Placeholder with its suffix, `<ip-1>`, to our text. */
  readonly known: Map<string, string>
}

/** The first difference as a sentence, undefined if there is none. `recorded` may hold placeholders such as `<rand-1>`. */
export function difference(recorded: Json, ours: Json, renaming: Renaming, path = ''): string | undefined {
  if (typeof recorded === 'string' && (typeof ours === 'string' || (typeof ours === 'number' && /^<port-\d+>$/.test(recorded)))) {
    return sameText(recorded, String(ours), renaming) ? undefined : differs(path, recorded, ours)
  }
  if (Array.isArray(recorded) && Array.isArray(ours)) {
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

const differs = (path: string, recorded: unknown, ours: unknown): string => `${path}: recorded ${JSON.stringify(recorded)}, ours ${JSON.stringify(ours)}`

const placeholder = /<(?:rand|hash|uid|ip|port|time|age|rv)(?:-\d+)?>/g

/** Placeholders stand for any run of characters, the same one wherever the same placeholder stands. */
export function sameText(recorded: string, ours: string, { known }: Renaming): boolean {
  if (recorded === ours) return true
  const names = recorded.match(placeholder)
  if (!names) return false
  const pattern = recorded.split(placeholder).map((text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('([^\\s"]+?)')
  const found = new RegExp(`^${pattern}$`, 's').exec(ours)
  if (!found) return false
  return names.every((name, index) => {
    const text = found[index + 1] ?? ''
    const numbered = /-\d+>$/.test(name)
    if (numbered && known.has(name)) return known.get(name) === text
    if (numbered) known.set(name, text)
    return true
  })
}

/** Texts of a terminal, line by line; a run of blanks in a table counts as two. The first difference, or undefined. */
export function sameLines(recorded: string, ours: string, renaming: Renaming): string | undefined {
  const linesOf = (text: string) => text.trimEnd().split('\n').map((line) => line.trimEnd().replace(/ {2,}/g, '  '))
  const [a, b] = [linesOf(recorded), linesOf(ours)]
  const at = Array.from({ length: Math.max(a.length, b.length) }, (_, index) => index).find((index) => !sameText(a[index] ?? '', b[index] ?? '', renaming))
  return at === undefined ? undefined : differs(`line ${at + 1}`, a[at] ?? null, b[at] ?? null)
}
