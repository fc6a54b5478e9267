/**
 * `kubectl get`: kinds and names, selectors, all namespaces; printed as tables, names, JSON, YAML, JSONPath or custom columns.
 * Follows kubernetes v1.36 kubectl/pkg/cmd/get and cli-runtime/pkg/printers. Watching is refused by name.
 */
import type { Kind } from '../api/kinds/kind.ts'
import { kinds } from '../api/kinds/registry.ts'
import { splitUrl } from '../api/meta/http.ts'
import { isObject } from '../api/meta/json.ts'
import { customColumns } from './custom-columns.ts'
import { printErrors, textError, type KubectlError } from './errors.ts'
import { isGiven, isOn, textOf, type Flag } from './flags.ts'
import { printTemplate } from './json-path-template.ts'
import { evaluate } from './json-path.ts'
import { allNamespacesFlag, fileFlags, namespaceFlag, namespaceOf, readNames, refusalOf, select, selectorFlag, type Named } from './select.ts'
import { collectionPath, failure, getRequest, objectPath, out, resourceName, type Line } from './session.ts'
import { printTables, type Row, type Table, type TableOf } from './table.ts'
import { failed, finished, said, statusError, type Call, type Outcome, type Verb } from './verb.ts'
import { warningLines, onceEach } from './change.ts'
import { sortedJson } from './sorted-json.ts'
import { shown } from './writer-output.ts'
import { yamlOf } from './yaml-printer.ts'

const flags: readonly Flag[] = [
  namespaceFlag,
  allNamespacesFlag,
  selectorFlag,
  ...fileFlags,
  { name: 'output', short: 'o', type: 'text' },
  { name: 'field-selector', type: 'text' },
  { name: 'show-labels', type: 'boolean' },
  { name: 'label-columns', short: 'L', type: 'list' },
  { name: 'no-headers', type: 'boolean' },
  { name: 'sort-by', type: 'text' },
  { name: 'ignore-not-found', type: 'boolean' },
  { name: 'show-kind', type: 'boolean' },
  { name: 'raw', type: 'text' },
]

const asTable = 'application/json;as=Table;v=v1;g=meta.k8s.io,application/json'

export const get: Verb = {
  name: 'get',
  flags,
  run: (call) => {
    if (isGiven(call.flags, 'raw')) return raw(call)
    const format = textOf(call.flags, 'output')
    if (!/^(?:|wide|name|json|yaml|jsonpath(?:=.*)?|custom-columns(?:=.*)?)$/s.test(format)) return failed(`unable to match a printer suitable for the output format ${JSON.stringify(format)}, allowed formats here are: custom-columns,json,jsonpath,name,wide,yaml`)
    if (call.words.length === 0 && !isGiven(call.flags, 'filename')) return nothingAsked
    const files = isGiven(call.flags, 'filename') ? select(call) : undefined
    if (files && files.errors.length > 0) return finished([], files.errors)
    const named: Named = files ? { type: 'objects', targets: files.items } : readNames(call, categories(call.words))
    if (named.type === 'error') return finished([], [named.error])
    if (named.type === 'objects' && !files && isOn(call.flags, 'all-namespaces') && named.targets.some(({ kind }) => kind.namespaced)) return failed('a resource cannot be retrieved by name across all namespaces')
    if (named.type === 'objects' && isGiven(call.flags, 'selector')) return failed('name cannot be provided when a selector is specified')
    return print(call, format, fetchAll(call, named, format === '' || format === 'wide' ? asTable : 'application/json'))
  },
}

/** `--raw PATH`: what the server answers, as it answers it. */
function raw(call: Call): Outcome {
  if (call.words.length > 0) return failed('arguments may not be passed when --raw is specified')
  const answer = call.handle({ method: 'GET', ...splitUrl(textOf(call.flags, 'raw')), headers: { accept: '*/*' }, body: '' })
  return answer.code < 400 ? said(out(answer.body.replace(/\n$/, ''))) : finished([], [statusError(answer)])
}

const nothingAsked: Outcome = {
  code: 1,
  output: [
    failure('You must specify the type of resource to get. Use "kubectl api-resources" for a complete list of supported resources.\n'),
    failure('error: Required resource not specified.\nUse "kubectl explain <resource>" for a detailed description of that resource (e.g. kubectl explain pods).\nSee \'kubectl get -h\' for help and examples'),
  ],
}

/** `all` stands for the kinds of that category. */
function categories([first = '', ...rest]: readonly string[]): readonly string[] {
  const expanded = first.split(',').flatMap((name) => {
    const members = kinds.filter((kind) => kind.categories.includes(name))
    return members.length > 0 ? members.map(({ plural, group }) => (group === '' ? plural : `${plural}.${group}`)) : [name]
  })
  return [expanded.join(','), ...rest]
}

interface Fetched {
  readonly kind: Kind
  /** A Table, a list or one object, as `accept` asked for. */
  readonly body: { readonly [field: string]: unknown }
}

interface Answers {
  readonly fetched: readonly Fetched[]
  readonly lines: readonly Line[]
  readonly errors: readonly KubectlError[]
  /** Asked for whole kinds. */
  readonly isList: boolean
}

function fetchAll(call: Call, named: Exclude<Named, { type: 'error' }>, accept: string): Answers {
  const isSorted = textOf(call.flags, 'sort-by') !== '' && accept === asTable
  const query = { ...queryOf(call, named.type === 'lists'), ...(isSorted && { includeObject: 'Object' }) }
  const wanted = named.type === 'lists' ? named.kinds.map((kind) => ({ kind, path: collectionPath(kind, namespaceOf(call)), namespace: '' })) : named.targets.map((target) => ({ kind: target.kind, path: objectPath(target), namespace: target.namespace }))
  const parts = wanted.map((one) => {
    const answer = call.handle({ ...getRequest(one.path, accept), query })
    if (answer.code < 400) return { fetched: [{ kind: one.kind, body: JSON.parse(answer.body) as Fetched['body'] }], lines: warningLines(answer), errors: [] }
    if (answer.code === 404 && isOn(call.flags, 'ignore-not-found')) return { fetched: [], lines: [], errors: [] }
    return { fetched: [], lines: warningLines(answer), errors: [refusalOf(answer, { handle: call.handle, namespace: one.namespace })] }
  })
  return { fetched: parts.flatMap(({ fetched }) => fetched), lines: onceEach(parts.flatMap(({ lines }) => lines)), errors: parts.flatMap(({ errors }) => errors), isList: named.type === 'lists' }
}

function queryOf({ flags: given }: Call, isList: boolean): { readonly [name: string]: string } {
  const [selector, fields] = [textOf(given, 'selector'), textOf(given, 'field-selector')]
  return isList ? { ...(selector !== '' && { labelSelector: selector }), ...(fields !== '' && { fieldSelector: fields }) } : {}
}

function print(call: Call, format: string, answers: Answers): Outcome {
  const { lines, errors } = answers
  if (format === '' || format === 'wide') return printAsTables(call, answers)
  if (answers.fetched.length === 0 && errors.length > 0) return finished(lines, errors)
  const objects = sorted(call, answers.fetched.flatMap(({ kind, body }) => itemsOf(kind, body)))
  if (format === 'name') return finished([...lines, ...objects.map(({ kind, object }) => out(resourceName({ kind, name: nameOf(object) })))], errors)
  const single = !answers.isList && answers.fetched.length === 1 ? objects[0]?.object : undefined
  const whole = single ?? { apiVersion: 'v1', items: objects.map(({ object }) => object), kind: 'List', metadata: { resourceVersion: '' } }
  const printed = printWhole(call, format, whole, objects.map(({ object }) => object))
  if (typeof printed !== 'string') return finished([...lines, ...printed], errors)
  return { code: 1, output: [...lines, failure(printErrors([...errors, textError(printed)]))] }
}

type Whole = { readonly [field: string]: unknown }

/** Lines, or what is wrong with the format. */
function printWhole(call: Call, format: string, whole: Whole, objects: readonly Whole[]): Line[] | string {
  const spec = format.replace(/^[a-z-]+=?/, '')
  if (format === 'json') return [out(JSON.stringify(JSON.parse(sortedJson(bare(whole))), null, 4))]
  if (format === 'yaml') return [out(yamlOf(bare(whole)).trimEnd())]
  if (format.startsWith('custom-columns')) return linesOr(customColumns(spec, objects, !isOn(call.flags, 'no-headers')))
  if (spec === '') return 'template format specified but no template given'
  const text = printTemplate(spec, whole)
  return text.ok ? (text.text === '' ? [] : [out(text.text)]) : text.message
}

const bare = (whole: Whole): Whole => {
  const items = whole['items']
  return Array.isArray(items) ? { ...whole, items: items.map((item: Whole) => shown(item)) } : shown(whole)
}

const linesOr = (result: readonly string[] | string): Line[] | string => (typeof result === 'string' ? result : result.map(out))

interface Typed {
  readonly kind: Kind
  readonly object: Whole
}

function itemsOf(kind: Kind, body: Fetched['body']): Typed[] {
  const items = body['items']
  const apiVersion = kind.group === '' ? kind.version : `${kind.group}/${kind.version}`
  if (!Array.isArray(items)) return [{ kind, object: body }]
  return items.filter(isObject).map((object) => ({ kind, object: { apiVersion, kind: kind.kind, ...object } }))
}

const nameOf = (object: Whole): string => (isObject(object['metadata']) ? String(object['metadata']['name']) : '')

function sorted(call: Call, objects: readonly Typed[]): readonly Typed[] {
  const path = textOf(call.flags, 'sort-by')
  return path === '' ? objects : [...objects].sort((a, b) => compareAt(path, a.object, b.object))
}

function isFound(path: string, object: unknown): boolean {
  const found = evaluate(object, path)
  return found.ok && found.values.length > 0
}

/** By what the path finds: numbers as numbers, the rest as texts. */
function compareAt(path: string, a: unknown, b: unknown): number {
  const [one, other] = [a, b].map((object) => {
    const found = evaluate(object, path)
    return found.ok ? found.values[0] : undefined
  })
  if (typeof one === 'number' && typeof other === 'number') return one - other
  const [x, y] = [String(one ?? ''), String(other ?? '')]
  return x < y ? -1 : x > y ? 1 : 0
}

function printAsTables(call: Call, { fetched, lines, errors, isList }: Answers): Outcome {
  const tables = gather(call, fetched)
  const isScoped = fetched.some(({ kind }) => kind.namespaced)
  const namespace = namespaceOf(call)
  if (tables.length === 0) {
    const where = isScoped && namespace !== '' ? ` in ${namespace} namespace.` : ''
    if (errors.length > 0 || !isList) return finished(lines, errors)
    return isOn(call.flags, 'ignore-not-found') ? said(...lines) : said(...lines, failure(`No resources found${where}`))
  }
  const several = new Set(fetched.map(({ kind }) => kind)).size > 1
  const printed = printTables(tables, {
    namesKinds: several || isOn(call.flags, 'show-kind'),
    tellsNamespace: isOn(call.flags, 'all-namespaces'),
    isWide: textOf(call.flags, 'output') === 'wide',
    showsLabels: isOn(call.flags, 'show-labels'),
    labelColumns: (call.flags.given['label-columns'] ?? []).flatMap((text) => text.split(',')),
    hasHeaders: !isOn(call.flags, 'no-headers'),
  })
  return finished([...lines, ...printed.map(out)], errors)
}

/** One table for each run of answers of a kind; the empty ones are left out. */
function gather(call: Call, fetched: readonly Fetched[]): TableOf[] {
  const tables: TableOf[] = []
  for (const { kind, body } of fetched) {
    const table = body as unknown as Table
    if (table.rows.length === 0) continue
    const last = tables.at(-1)
    if (last?.kind === kind) tables[tables.length - 1] = { kind, table: { ...last.table, rows: [...last.table.rows, ...table.rows] } }
    else tables.push({ kind, table })
  }
  const path = textOf(call.flags, 'sort-by')
  if (path === '') return tables
  // A table that has nothing to sort by is not printed.
  return tables.filter(({ table }) => table.rows.some((row: Row) => isFound(path, row.object))).map(({ kind, table }) => ({ kind, table: { ...table, rows: [...table.rows].sort((a: Row, b: Row) => compareAt(path, a.object, b.object)) } }))
}
