/**
 * `kubectl drain NODE`: closes the node and evicts its pods; what a budget holds back is tried again every five seconds,
 * and the command comes back when all of them are gone. Follows kubernetes v1.36 kubectl/pkg/cmd/drain and pkg/drain.
 * Here the pods of several nodes leave one node after the other, as upstream.
 */
import { podKind } from '../api/kinds/pod.ts'
import type { Pod } from '../api/generated/types.ts'
import { parseSelector } from '../api/meta/selector-text.ts'
import { nodesOf, setCordon } from './cordon.ts'
import { podsToDrain, type DrainRules } from './drain-filters.ts'
import { dryRunFlag, dryRunOf, dryRunNote } from './dry-run.ts'
import { durationOf } from './duration.ts'
import { errorText } from './errors.ts'
import { isOn, textOf, type Flag } from './flags.ts'
import { together } from './change.ts'
import { look, selectorFlag } from './select.ts'
import { collectionPath, failure, getRequest, objectPath, out, statusOf, type Line } from './session.ts'
import { failed, finished, usageError, type Call, type Outcome, type Surroundings, type Verb, type Waiting } from './verb.ts'

const flags: readonly Flag[] = [
  selectorFlag,
  dryRunFlag,
  { name: 'force', type: 'boolean' },
  { name: 'ignore-daemonsets', type: 'boolean' },
  { name: 'delete-emptydir-data', type: 'boolean' },
  { name: 'disable-eviction', type: 'boolean' },
  { name: 'grace-period', type: 'number' },
  { name: 'pod-selector', type: 'text' },
  { name: 'timeout', type: 'text' },
]

/** Seconds between two tries of an eviction that a budget refused, and between two looks at pods that are going. */
const retryAfter = 5
const period = 1

interface Leaving {
  readonly namespace: string
  readonly name: string
  readonly uid: string
  /** When it is to be evicted again, by the seconds waited; undefined once it is going. */
  readonly tryAt: number | undefined
}

interface Draining {
  /** The first is being drained. */
  readonly nodes: readonly string[]
  /** Undefined until its pods have been looked up. */
  readonly pods: readonly Leaving[] | undefined
  readonly rules: DrainRules
  /** What went wrong with nodes before. */
  readonly errors: readonly string[]
}

export const drain: Verb = {
  name: 'drain',
  flags,
  run: (call) => {
    const nodes = nodesOf(call)
    if (typeof nodes === 'string') return usageError(call, nodes)
    const limit = durationOf(textOf(call.flags, 'timeout', '0s'))
    if (limit === undefined) return failed(`invalid argument ${JSON.stringify(textOf(call.flags, 'timeout'))} for "--timeout" flag: time: invalid duration ${JSON.stringify(textOf(call.flags, 'timeout'))}`)
    const selector = parseSelector(textOf(call.flags, 'pod-selector'))
    if (!selector.ok) return failed(selector.message)
    const { lines, errors } = together(nodes.items.map((item) => setCordon(call, item, true)))
    if (errors.length + nodes.errors.length > 0) return finished(lines, [...nodes.errors, ...errors])
    const names = nodes.items.map(({ name }) => name)
    if (dryRunOf(call) !== 'none') return { code: 0, output: [...lines, ...names.map((name) => out(`node/${name} drained${dryRunNote(call)}`))] }
    const state: Draining = { nodes: names, pods: undefined, rules: rulesOf(call), errors: [] }
    const outcome = go({ verb: 'drain', seconds: period, waited: 0, limit, state }, call)
    return { ...outcome, output: [...lines, ...outcome.output] }
  },
  resume: (waiting, around) => go({ ...waiting, waited: waiting.waited + waiting.seconds }, around),
}

const rulesOf = ({ flags: given }: Call): DrainRules => ({
  force: isOn(given, 'force'),
  ignoreDaemonSets: isOn(given, 'ignore-daemonsets'),
  deleteEmptyDirData: isOn(given, 'delete-emptydir-data'),
  disableEviction: isOn(given, 'disable-eviction'),
  gracePeriodSeconds: Number(textOf(given, 'grace-period', '-1')),
  podSelector: textOf(given, 'pod-selector'),
})

/** As far as it goes now. */
function go(waiting: Waiting, around: Surroundings): Outcome {
  const state = waiting.state as Draining
  const [node] = state.nodes
  if (node === undefined) return end(state)
  if (!state.pods) return begin(waiting, around, { state, node })
  const lines: Line[] = []
  const left: Leaving[] = []
  for (const pod of state.pods) {
    const step = pod.tryAt === undefined ? lookAtLeaving(pod, around) : pod.tryAt <= waiting.waited ? evict(pod, around, { rules: state.rules, waiting }) : { lines: [], left: pod }
    lines.push(...step.lines)
    if (step.left === 'refused') return after(lines, giveUp(waiting, around, { state, problem: step.problem, pods: [...left, pod] }))
    if (step.left) left.push(step.left)
  }
  if (left.length === 0) return after([...lines, out(`node/${node} drained`)], go({ ...waiting, state: { ...state, nodes: state.nodes.slice(1), pods: undefined } }, around))
  const late = left.find(({ tryAt }) => tryAt === undefined && waiting.limit > 0 && waiting.waited >= waiting.limit)
  if (late) return after(lines, giveUp(waiting, around, { state, problem: lateText(late, waiting.limit), pods: left }))
  const due = Math.min(...left.map(({ tryAt }) => (tryAt === undefined ? period : tryAt - waiting.waited)))
  return { code: 0, output: lines, waiting: { ...waiting, seconds: due, state: { ...state, pods: left } } }
}

const after = (lines: readonly Line[], outcome: Outcome): Outcome => ({ ...outcome, output: [...lines, ...outcome.output] })

/** Looks up the pods of a node and says what of them is ignored, or why it cannot be drained. */
function begin(waiting: Waiting, around: Surroundings, { state, node }: { state: Draining; node: string }): Outcome {
  const query = { fieldSelector: `spec.nodeName=${node}`, ...(state.rules.podSelector !== '' && { labelSelector: state.rules.podSelector }) }
  const answer = around.handle({ ...getRequest(collectionPath(podKind, '')), query })
  if (answer.code >= 400) return giveUp(waiting, around, { state, problem: errorText(statusOf(answer)), pods: [] })
  const { items } = JSON.parse(answer.body) as { readonly items: readonly Pod[] }
  const { pods, problems, warning } = podsToDrain(items, state.rules)
  if (problems.length > 0) return giveUp(waiting, around, { state, problem: problems.length === 1 ? problems.join('') : `[${problems.join(', ')}]`, pods: [] })
  const leaving = pods.map(({ metadata }): Leaving => ({ namespace: metadata.namespace ?? '', name: metadata.name, uid: metadata.uid ?? '', tryAt: waiting.waited }))
  const warned = warning === '' ? [] : [failure(`Warning: ${warning}`)]
  return after(warned, go({ ...waiting, state: { ...state, pods: leaving } }, around))
}

type Step = { readonly lines: readonly Line[]; readonly left: Leaving | undefined } | { readonly lines: readonly Line[]; readonly left: 'refused'; readonly problem: string }

const targetOf = ({ namespace, name }: Leaving) => ({ kind: podKind, namespace, name })

function evict(pod: Leaving, around: Surroundings, { rules, waiting: { waited, limit } }: { rules: DrainRules; waiting: Waiting }): Step {
  const { namespace, name } = pod
  const grace = rules.gracePeriodSeconds >= 0 ? { gracePeriodSeconds: rules.gracePeriodSeconds } : {}
  const saying = out(`${rules.disableEviction ? 'deleting' : 'evicting'} pod ${namespace}/${name}`)
  // That time is over is noticed when it would be tried again.
  if (limit > 0 && waited >= limit) return { lines: [saying], left: 'refused', problem: timeoutText(pod, limit) }
  const body = rules.disableEviction ? { kind: 'DeleteOptions', apiVersion: 'v1', ...grace } : { apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name, namespace }, deleteOptions: grace }
  const path = objectPath(targetOf(pod))
  const answer = around.handle({ method: rules.disableEviction ? 'DELETE' : 'POST', path: rules.disableEviction ? path : `${path}/eviction`, query: {}, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })
  const where = `error when evicting pods/${JSON.stringify(name)} -n ${JSON.stringify(namespace)}`
  if (answer.code === 429) return { lines: [saying, failure(`${where} (will retry after ${retryAfter}s): ${statusOf(answer).message ?? ''}`)], left: { ...pod, tryAt: waited + retryAfter } }
  if (answer.code >= 400 && answer.code !== 404) return { lines: [saying], left: 'refused', problem: `${where}: ${statusOf(answer).message ?? ''}` }
  return { lines: [saying], left: { ...pod, tryAt: undefined } }
}

/** Gone, or replaced by another of the same name. */
function lookAtLeaving(pod: Leaving, around: Surroundings): Step {
  const { items } = look(around, targetOf(pod))
  const isThere = items[0]?.object.metadata.uid === pod.uid
  return isThere ? { lines: [], left: pod } : { lines: [out(`pod/${pod.name} evicted`)], left: undefined }
}

const timeoutText = ({ namespace, name }: Leaving, limit: number): string => `error when evicting pods/${JSON.stringify(name)} -n ${JSON.stringify(namespace)}: global timeout reached: ${printed(limit)}`
const lateText = ({ namespace, name }: Leaving, limit: number): string => `error when waiting for pod ${JSON.stringify(name)} in namespace ${JSON.stringify(namespace)} to terminate: global timeout reached: ${printed(limit)}`

/** `1m12s`, as Go prints durations of whole seconds. */
const printed = (limit: number): string => `${limit >= 3_600 ? `${Math.floor(limit / 3_600)}h` : ''}${limit >= 60 ? `${Math.floor((limit % 3_600) / 60)}m` : ''}${limit % 60}s`

interface Failure {
  readonly state: Draining
  readonly problem: string
  /** Those that are still there. */
  readonly pods: readonly Leaving[]
}

/** Tells it and goes on with the next node. */
function giveUp(waiting: Waiting, around: Surroundings, { state, problem, pods }: Failure): Outcome {
  const [node = '', ...others] = state.nodes
  const pending = pods.length === 0 ? [] : [`There are pending pods in node ${JSON.stringify(node)} when an error occurred: ${problem}`, ...pods.map(({ name }) => `pod/${name}`)]
  const text = [...pending, `error: unable to drain node ${JSON.stringify(node)} due to error: ${problem}, continuing command...`, 'There are pending nodes to be drained:', ...state.nodes.map((name) => ` ${name}`)].join('\n')
  return after([failure(text)], go({ ...waiting, state: { ...state, nodes: others, pods: undefined, errors: [...state.errors, problem] } }, around))
}

const end = ({ errors }: Draining): Outcome => ({ code: errors.length === 0 ? 0 : 1, output: errors.map((text) => failure(text)) })
