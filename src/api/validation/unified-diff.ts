/**
 * Unified diffs. Of two values as JSON with one blank per level, as some refusals carry it: kubernetes v1.36
 * apimachinery/pkg/util/diff and pmezard/go-difflib, a port of Python's difflib, keep the longest run that both have, then
 * the same on either side of it. Of two texts, as GNU diff prints it: what could as well stand further down does.
 */

/** Lines around a change. */
const context = 3

export function unifiedDiff(before: unknown, after: unknown): string {
  const [a, b] = [linesOf(jsonOf(before)), linesOf(jsonOf(after))]
  return print(changes(a, b), a, b)
}

/** '' for equal texts. Each line ends with a newline. */
export function unifiedLines(before: string, after: string): string {
  const [a, b] = [linesOf(before), linesOf(after)]
  const found = changes(a, b)
  const end: Change = { a1: a.length, a2: a.length, b1: b.length, b2: b.length }
  return print(found.map((change, index) => slid(change, found[index + 1] ?? end, { a, b })), a, b)
}

const jsonOf = (value: unknown): string => `${JSON.stringify(value, null, 1)}\n`
const linesOf = (text: string): string[] => text.split('\n').slice(0, -1)
const print = (found: readonly Change[], a: readonly string[], b: readonly string[]): string => hunks(found, a.length).map((hunk) => printHunk(hunk, a, b)).join('')

/** Lines [a1, a2) of the one became lines [b1, b2) of the other. */
interface Change {
  readonly a1: number
  readonly a2: number
  readonly b1: number
  readonly b2: number
}

function changes(a: readonly string[], b: readonly string[]): Change[] {
  const found: Change[] = []
  let [at, bt] = [0, 0]
  for (const { a1, b1, size } of [...matches(a, b, { a1: 0, a2: a.length, b1: 0, b2: b.length }), { a1: a.length, b1: b.length, size: 0 }]) {
    if (at < a1 || bt < b1) found.push({ a1: at, a2: a1, b1: bt, b2: b1 })
    at = a1 + size
    bt = b1 + size
  }
  return found
}

interface Match {
  readonly a1: number
  readonly b1: number
  readonly size: number
}

/** Pairs of lines that are compared; a pod of more lines is shown as one change between what begins and ends alike. */
const comparisonLimit = 4_000_000

function matches(a: readonly string[], b: readonly string[], area: Change): Match[] {
  if ((area.a2 - area.a1) * (area.b2 - area.b1) > comparisonLimit) return ends(a, b, area)
  const { a1, b1, size } = longestMatch(a, b, area)
  if (size === 0) return []
  return [
    ...matches(a, b, { ...area, a2: a1, b2: b1 }),
    { a1, b1, size },
    ...matches(a, b, { ...area, a1: a1 + size, b1: b1 + size }),
  ]
}

function ends(a: readonly string[], b: readonly string[], { a1, a2, b1, b2 }: Change): Match[] {
  const shorter = Math.min(a2 - a1, b2 - b1)
  let head = 0
  while (head < shorter && a[a1 + head] === b[b1 + head]) head++
  let tail = 0
  while (tail < shorter - head && a[a2 - 1 - tail] === b[b2 - 1 - tail]) tail++
  return [{ a1, b1, size: head }, { a1: a2 - tail, b1: b2 - tail, size: tail }]
}

/** The earliest of the longest runs of equal lines. */
function longestMatch(a: readonly string[], b: readonly string[], area: Change): Match {
  let best: Match = { a1: area.a1, b1: area.b1, size: 0 }
  /** Length of the run that ends at each line of b, for the line of a before this one. */
  let runs = new Map<number, number>()
  for (let i = area.a1; i < area.a2; i++) {
    const next = new Map<number, number>()
    for (let j = area.b1; j < area.b2; j++) {
      if (a[i] !== b[j]) continue
      const size = (runs.get(j - 1) ?? 0) + 1
      next.set(j, size)
      if (size > best.size) best = { a1: i - size + 1, b1: j - size + 1, size }
    }
    runs = next
  }
  return best
}

/** What was only put in, or only taken out, as far down as the same lines can be told of. */
function slid({ a1, a2, b1, b2 }: Change, next: Change, { a, b }: { readonly a: readonly string[]; readonly b: readonly string[] }): Change {
  if (a1 < a2 && b1 < b2) return { a1, a2, b1, b2 }
  let by = 0
  const isAgain = () => (a1 === a2 ? b[b1 + by] === b[b2 + by] : a[a1 + by] === a[a2 + by])
  while (a2 + by < next.a1 && b2 + by < next.b1 && isAgain()) by++
  return { a1: a1 + by, a2: a2 + by, b1: b1 + by, b2: b2 + by }
}

/** Changes whose surroundings touch are shown together. */
function hunks(all: readonly Change[], length: number): Change[][] {
  const grouped: Change[][] = []
  for (const change of all) {
    const last = grouped.at(-1)
    const previous = last?.at(-1)
    if (last && previous && change.a1 - previous.a2 <= 2 * context && previous.a2 <= length) last.push(change)
    else grouped.push([change])
  }
  return grouped
}

function printHunk(hunk: readonly Change[], a: readonly string[], b: readonly string[]): string {
  const [first, last] = [hunk[0], hunk.at(-1)]
  if (!first || !last) return ''
  const lead = Math.min(context, first.a1)
  const tail = Math.min(context, a.length - last.a2)
  const lines: string[] = []
  const keep = (from: number, to: number) => lines.push(...a.slice(from, to).map((line) => ` ${line}`))
  keep(first.a1 - lead, first.a1)
  hunk.forEach((change, index) => {
    lines.push(...a.slice(change.a1, change.a2).map((line) => `-${line}`), ...b.slice(change.b1, change.b2).map((line) => `+${line}`))
    keep(change.a2, hunk[index + 1]?.a1 ?? last.a2 + tail)
  })
  const header = `@@ -${range(first.a1 - lead, last.a2 + tail)} +${range(first.b1 - lead, last.b2 + tail)} @@`
  return `${[header, ...lines].join('\n')}\n`
}

/** Line and count as diffs write them: counted from 1, an empty range after the line before it. */
function range(from: number, to: number): string {
  const size = to - from
  if (size === 1) return String(from + 1)
  return `${size === 0 ? from : from + 1},${size}`
}
