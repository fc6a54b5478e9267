/**
 * `kubectl delete`, by name, selector, `--all` or file, with a propagation policy and a grace period; it waits until what
 * it deleted is gone. Follows kubernetes v1.36 kubectl/pkg/cmd/delete/delete.go and cmd/wait.
 */
import { groupResource } from '../api/kinds/kind.ts'
import { isObject } from '../api/meta/json.ts'
import type { HttpAnswer } from '../api/meta/http.ts'
import { onceEach, warningLines } from './change.ts'
import { dryRunFlag, dryRunNote, dryRunOf, dryRunQuery } from './dry-run.ts'
import { durationOf } from './duration.ts'
import type { KubectlError } from './errors.ts'
import { textError } from './errors.ts'
import { isGiven, isOn, textOf, type Flag } from './flags.ts'
import { allFlag, allNamespacesFlag, fileFlags, inFile, namespaceFlag, readNames, select, selectorFlag, type Item, type Selection } from './select.ts'
import { failure, getRequest, objectPath, out, quotedName, resourceName, type Line } from './session.ts'
import { failed, finished, said, statusError, type Call, type Outcome, type Surroundings, type Verb, type Waiting } from './verb.ts'

const flags: readonly Flag[] = [
  namespaceFlag,
  allNamespacesFlag,
  selectorFlag,
  ...fileFlags,
  allFlag,
  dryRunFlag,
  { name: 'output', short: 'o', type: 'text' },
  { name: 'field-selector', type: 'text' },
  { name: 'cascade', type: 'text', alone: 'background' },
  { name: 'grace-period', type: 'number' },
  { name: 'force', type: 'boolean' },
  { name: 'now', type: 'boolean' },
  { name: 'wait', type: 'boolean' },
  { name: 'timeout', type: 'text' },
  { name: 'ignore-not-found', type: 'boolean' },
]

/** An object that was deleted, by which it is known whether it is gone. */
export interface Leaving {
  readonly path: string
  readonly uid: string
  /** `pods/web`, for the complaint. */
  readonly named: string
}

/** Seconds between two looks. */
export const period = 0.25

export const deleteVerb: Verb = {
  name: 'delete',
  flags,
  run: (call) => {
    const order = orderOf(call)
    if (typeof order === 'string') return failed(order)
    const { items, errors } = selection(call)
    if (errors.length > 0 && items.length === 0) return finished(order.lines, errors)
    const ignores = isOn(call.flags, 'ignore-not-found', isOn(call.flags, 'all') || textOf(call.flags, 'selector') !== '')
    const done = items.map((item) => deleteOne(call, item, { ...order, ignores }))
    const lines = onceEach([...order.lines, ...done.flatMap((one) => one.lines)])
    const all = [...errors, ...done.flatMap((one) => one.errors)]
    if (all.length > 0) return finished(lines, all)
    if (items.length === 0) return said(...lines, out('No resources found'))
    const leaving = done.flatMap((one) => one.leaving)
    const limit = durationOf(textOf(call.flags, 'timeout', '0s')) ?? 0
    if (leaving.length === 0 || !isOn(call.flags, 'wait', true) || dryRunOf(call) !== 'none') return said(...lines)
    const rest = whenGone({ verb: 'delete', seconds: period, waited: 0, limit, state: leaving }, call)
    return { ...rest, output: [...lines, ...rest.output] }
  },
  resume: (waiting, around) => whenGone({ ...waiting, waited: waiting.waited + waiting.seconds }, around),
}

export interface Order {
  readonly body: string
  readonly isForced: boolean
  readonly lines: readonly Line[]
}

const immediately = 'Warning: Immediate deletion does not wait for confirmation that the running resource has been terminated. The resource may continue to run on the cluster indefinitely.'

/** DeleteOptions, or what is wrong with the flags. */
function orderOf(call: Call): Order | string {
  const { flags: given } = call
  if (isOn(given, 'all') && (textOf(given, 'selector') !== '' || textOf(given, 'field-selector') !== '')) return "setting 'all' parameter but found a non empty selector."
  if (isOn(given, 'all') && isGiven(given, 'filename')) return 'cannot set --all and --filename at the same time'
  const format = textOf(given, 'output')
  if (format !== '' && format !== 'name') return `unexpected -o output mode: ${format}. We only support '-o name'`
  const cascade = { true: 'background', false: 'orphan' }[textOf(given, 'cascade')] ?? textOf(given, 'cascade', 'background')
  const policy = { background: 'Background', foreground: 'Foreground', orphan: 'Orphan' }[cascade]
  if (policy === undefined) return `invalid cascade value (${cascade}). Must be "background", "foreground", or "orphan"`
  const oldWord = ['true', 'false'].find((word) => word === textOf(given, 'cascade'))
  const deprecated = oldWord === undefined ? [] : [failure(`warning: --cascade=${oldWord} is deprecated (boolean value) and can be replaced with --cascade=${cascade}.`)]
  const grace = graceOf(call)
  if (typeof grace === 'string') return grace
  const isForced = isOn(given, 'force')
  const body = JSON.stringify({ kind: 'DeleteOptions', apiVersion: 'v1', propagationPolicy: policy, ...(dryRunOf(call) === 'server' && { dryRun: ['All'] }), ...(grace >= 0 && { gracePeriodSeconds: grace }) })
  return { body, isForced, lines: [...deprecated, ...(isForced && grace === 0 ? [failure(immediately)] : [])] }
}

/** Seconds, -1 for the object's own. */
function graceOf({ flags: given }: Call): number | string {
  const isForced = isOn(given, 'force')
  const asked = Number(textOf(given, 'grace-period', '-1'))
  if (isOn(given, 'now') && asked !== -1) return '--now and --grace-period cannot be specified together'
  if (isForced && asked > 0) return '--force and --grace-period greater than 0 cannot be specified together'
  if (isOn(given, 'now')) return 1
  if (isForced && asked < 0) return 0
  // Without --force the pod's end is waited for; zero would be as good as gone.
  return asked === 0 && !isForced ? 1 : asked
}

/** What is named need not be there to be deleted. */
function selection(call: Call): Selection {
  if (isGiven(call.flags, 'filename') || isOn(call.flags, 'all') || textOf(call.flags, 'selector') !== '' || textOf(call.flags, 'field-selector') !== '') return select(call)
  const named = readNames(call, call.words)
  if (named.type === 'error') return { items: [], errors: [named.error] }
  if (named.type === 'lists') return { items: [], errors: [textError('resource(s) were provided, but no name was specified')] }
  const items = named.targets.map((target): Item => ({ ...target, object: { apiVersion: '', kind: target.kind.kind, metadata: { name: target.name } }, source: '' }))
  return { items, errors: [] }
}

interface Done {
  readonly lines: readonly Line[]
  readonly errors: readonly KubectlError[]
  readonly leaving: readonly Leaving[]
}

export function deleteOne(call: Call, item: Item, { body, isForced, ignores }: Order & { readonly ignores: boolean }): Done {
  if (dryRunOf(call) === 'client') return { lines: [saying(call, item, isForced)], errors: [], leaving: [] }
  const path = objectPath(item)
  const answer = call.handle({ method: 'DELETE', path, query: dryRunQuery(call), headers: { 'content-type': 'application/json' }, body })
  if (answer.code === 404 && ignores) return { lines: [], errors: [], leaving: [] }
  if (answer.code >= 400) return { lines: warningLines(answer), errors: [inFile('deleting', item, statusError(answer))], leaving: [] }
  const leaving = { path, uid: uidIn(answer), named: `${groupResource(item.kind)}/${item.name}` }
  return { lines: [...warningLines(answer), saying(call, item, isForced)], errors: [], leaving: [leaving] }
}

function saying(call: Call, item: Item, isForced: boolean): Line {
  if (textOf(call.flags, 'output') === 'name') return out(resourceName(item))
  const where = item.kind.namespaced ? ` from ${item.namespace} namespace` : ''
  return out(`${quotedName(item)} ${isForced ? 'force deleted' : 'deleted'}${where}${dryRunNote(call)}`)
}

/** Of the object that is going, or of the Status that tells it is gone. */
function uidIn({ body }: HttpAnswer): string {
  const parsed: unknown = JSON.parse(body)
  const holder = isObject(parsed) ? (parsed['kind'] === 'Status' ? parsed['details'] : parsed['metadata']) : undefined
  return isObject(holder) && typeof holder['uid'] === 'string' ? holder['uid'] : ''
}

/** Comes back when everything is gone, or something else stands in its place. */
export function whenGone(waiting: Waiting, { handle }: Pick<Surroundings, 'handle'>): Outcome {
  const left = (waiting.state as readonly Leaving[]).filter(({ path, uid }) => {
    const answer = handle(getRequest(path))
    return answer.code === 200 && (uid === '' || uidIn(answer) === uid)
  })
  if (left.length === 0) return said()
  if (waiting.limit > 0 && waiting.waited >= waiting.limit) return failed(`timed out waiting for the condition on ${left[0]?.named ?? ''}`)
  return { code: 0, output: [], waiting: { ...waiting, state: left } }
}
