/**
 * The part of kubectl's JSONPath that waiting and printing need: `{.status.phase}`, `.items[0]`, `['a.b']`, `[*]`,
 * filters of one comparison `[?(@.type=="Ready")]`. Follows client-go v1.36 util/jsonpath; leaves out ranges, unions,
 * slices and recursive descent, which are refused by name.
 */

export type JsonPathResult = { readonly ok: true; readonly values: readonly unknown[] } | { readonly ok: false; readonly message: string }

type Step =
  | { readonly type: 'field'; readonly name: string }
  | { readonly type: 'index'; readonly index: number }
  | { readonly type: 'all' }
  | { readonly type: 'filter'; readonly path: readonly Step[]; readonly operator: string; readonly value: string }

const patterns: readonly { readonly pattern: RegExp; readonly read: (match: RegExpExecArray) => Step | undefined }[] = [
  { pattern: /^\.?\[\*\]/, read: () => ({ type: 'all' }) },
  { pattern: /^\.\*/, read: () => ({ type: 'all' }) },
  { pattern: /^\.?\[(-?\d+)\]/, read: ([, index]) => ({ type: 'index', index: Number(index) }) },
  { pattern: /^\.?\[(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)")\]/, read: ([, a, b]) => ({ type: 'field', name: unescape(a ?? b ?? '') }) },
  { pattern: /^\.?\[\?\(\s*@([^=!<>]*?)\s*(==|!=)\s*(?:'([^']*)'|"([^"]*)"|([^)\s]+))\s*\)\]/, read: readFilter },
  { pattern: /^\.?((?:[^\s.,[\]$@{}\\]|\\.)+)/, read: ([, name]) => ({ type: 'field', name: unescape(name ?? '') }) },
]

const unescape = (name: string): string => name.replace(/\\(.)/g, '$1')

function readFilter([, path, operator, a, b, c]: RegExpExecArray): Step | undefined {
  const inner = parse(path ?? '')
  return typeof inner === 'string' ? undefined : { type: 'filter', path: inner, operator: operator ?? '', value: a ?? b ?? c ?? '' }
}

/** What a path finds in an object, in order; an absent field finds nothing. */
export function evaluate(object: unknown, path: string): JsonPathResult {
  const trimmed = path.trim().replace(/^\{(.*)\}$/s, '$1').replace(/^\$/, '')
  const steps = parse(trimmed)
  if (typeof steps === 'string') return { ok: false, message: `error: unable to parse "${path}": ${steps}` }
  return { ok: true, values: follow([object], steps) }
}

function parse(path: string): readonly Step[] | string {
  const steps: Step[] = []
  let rest = path
  while (rest !== '' && rest !== '.') {
    const step = readStep(rest)
    if (!step) return `unrecognized or unsupported path at "${rest}"`
    steps.push(step.step)
    rest = rest.slice(step.length)
  }
  return steps
}

function readStep(rest: string): { readonly step: Step; readonly length: number } | undefined {
  for (const { pattern, read } of patterns) {
    const match = pattern.exec(rest)
    const step = match && read(match)
    if (match && step) return { step, length: match[0].length }
  }
  return undefined
}

function follow(values: readonly unknown[], steps: readonly Step[]): readonly unknown[] {
  return steps.reduce((found: readonly unknown[], step) => found.flatMap((value) => take(value, step)), values)
}

function take(value: unknown, step: Step): readonly unknown[] {
  if (typeof value !== 'object' || value === null) return []
  if (step.type === 'field') return Object.hasOwn(value, step.name) ? [Reflect.get(value, step.name)] : []
  const items: readonly unknown[] = Array.isArray(value) ? value : Object.values(value)
  if (step.type === 'all') return items
  if (step.type === 'index') {
    const item = items.at(step.index)
    return item === undefined ? [] : [item]
  }
  return items.filter((item) => {
    const equal = follow([item], step.path).some((found) => String(found) === step.value)
    return step.operator === '==' ? equal : !equal
  })
}
