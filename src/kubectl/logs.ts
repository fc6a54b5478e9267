/**
 * `kubectl logs POD | TYPE/NAME | -l SELECTOR`: what containers wrote so far. Follows kubernetes v1.36
 * kubectl/pkg/cmd/logs and polymorphichelpers/logsforobject.go. Leaves out `--follow`, which is refused.
 */
import type { Pod } from '../api/generated/types.ts'
import { durationOf } from './duration.ts'
import { textError, type KubectlError } from './errors.ts'
import { isGiven, isOn, textOf } from './flags.ts'
import { kindCalled, look, namespaceFlag, namespaceOf, noSuchKind, selectorFlag, type Item } from './select.ts'
import { failure, getRequest, out, type Line } from './session.ts'
import { failed, finished, said, statusError, usageError, type Call, type Outcome, type Verb } from './verb.ts'

const usage = "expected 'logs [-f] [-p] (POD | TYPE/NAME) [-c CONTAINER]'.\nPOD or TYPE/NAME is a required argument for the logs command"
/** Lines of each pod that a selector finds, unless said otherwise. */
const selectorTail = 10

export const logs: Verb = {
  name: 'logs',
  flags: [
    namespaceFlag,
    selectorFlag,
    { name: 'container', short: 'c', type: 'text' },
    { name: 'previous', short: 'p', type: 'boolean' },
    { name: 'follow', short: 'f', type: 'boolean' },
    { name: 'all-containers', type: 'boolean' },
    { name: 'prefix', type: 'boolean' },
    { name: 'timestamps', type: 'boolean' },
    { name: 'tail', type: 'number' },
    { name: 'limit-bytes', type: 'number' },
    { name: 'since', type: 'text' },
    { name: 'since-time', type: 'text' },
  ],
  run: (call) => {
    if (isOn(call.flags, 'follow')) return failed('--follow is not supported here; without it the log is printed as it stands')
    if (isGiven(call.flags, 'since') && durationOf(textOf(call.flags, 'since')) === undefined) return failed(`invalid argument ${JSON.stringify(textOf(call.flags, 'since'))} for "--since" flag: time: invalid duration ${JSON.stringify(textOf(call.flags, 'since'))}`)
    const [named = ''] = call.words
    if (isGiven(call.flags, 'selector')) return named === '' ? ofSelected(call) : usageError(call, 'only a selector (-l) or a POD name is allowed')
    return named === '' || call.words.length > 2 ? usageError(call, usage) : ofNamed(call, named)
  },
}

function ofNamed(call: Call, named: string): Outcome {
  const [type, name] = named.includes('/') ? (named.split('/', 2) as [string, string]) : ['pods', named]
  const kind = kindCalled(type)
  if (!kind) return finished([], [noSuchKind(type)])
  const { items, errors } = look(call, { kind, namespace: namespaceOf(call), name })
  const [item] = items
  if (!item) return notFound(errors, namespaceOf(call)) ?? finished([], errors)
  if (item.kind.kind === 'Pod') return print(call, [item.object as Pod], call.words[1] ?? '')
  const pods = podsOf(call, item)
  if (!Array.isArray(pods)) return finished([], [pods])
  const [best] = pods.sort(byLogging)
  if (!best) return failed('timed out waiting for the condition')
  const note = pods.length > 1 ? [failure(`Found ${pods.length} pods, using pod/${best.metadata.name}`)] : []
  const { code, output } = print(call, [best], call.words[1] ?? '')
  return { code, output: [...note, ...output] }
}

/** What is not there is said in words of this verb's own. */
function notFound([error]: readonly KubectlError[], namespace: string): Outcome | undefined {
  if (error?.type !== 'status' || error.status.code !== 404) return undefined
  return failed(`error from server (NotFound): ${error.status.message} in namespace ${JSON.stringify(namespace)}`)
}

/** The pods that a workload or a Service selects. */
function podsOf(call: Call, { object, kind }: Item): Pod[] | KubectlError {
  const { selector } = (object as { readonly spec?: { readonly selector?: { readonly matchLabels?: Labels } } }).spec ?? {}
  const labels = kind.kind === 'Service' ? (selector as Labels | undefined) : selector?.matchLabels
  const type = `*${kind.version}.${kind.kind}`
  if (!labels) return textError(`cannot get the logs from ${type}: selector for ${type} not implemented`)
  return listed(call, Object.entries(labels).map(([key, value]) => `${key}=${value}`).join(','))
}

const podsPath = (namespace: string): string => `/api/v1/namespaces/${namespace}/pods`

type Labels = { readonly [key: string]: string }

function listed(call: Call, labelSelector: string): Pod[] | KubectlError {
  const answer = call.handle({ ...getRequest(podsPath(namespaceOf(call))), query: { labelSelector } })
  return answer.code === 200 ? [...(JSON.parse(answer.body) as { readonly items: readonly Pod[] }).items] : statusError(answer)
}

function ofSelected(call: Call): Outcome {
  const pods = listed(call, textOf(call.flags, 'selector'))
  if (!Array.isArray(pods)) return finished([], [pods])
  return pods.length === 0 ? said(failure(`No resources found in ${namespaceOf(call)} namespace.`)) : print(call, pods, '')
}

const phases: readonly (string | undefined)[] = ['Running', 'Unknown', 'Pending']

/** The best pod to read first: assigned, running, ready, ready for longest, restarted most often, oldest. */
function byLogging(a: Pod, b: Pod): number {
  const ready = ({ status }: Pod) => status?.conditions?.find((condition) => condition.type === 'Ready' && condition.status === 'True')?.lastTransitionTime ?? '~'
  const restarts = ({ status }: Pod) => Math.max(0, ...(status?.containerStatuses ?? []).map(({ restartCount }) => restartCount))
  const keysOf = (pod: Pod) => [pod.spec.nodeName ? 0 : 1, phases.indexOf(pod.status?.phase), ready(pod), -restarts(pod), pod.metadata.creationTimestamp ?? '~']
  const [left, right] = [keysOf(a), keysOf(b)]
  const at = left.findIndex((key, index) => key !== right[index])
  return at < 0 ? 0 : (left[at] ?? 0) < (right[at] ?? 0) ? -1 : 1
}

function print(call: Call, pods: readonly Pod[], named: string): Outcome {
  const container = named || textOf(call.flags, 'container')
  const output: Line[] = []
  for (const pod of pods) {
    const chosen = containersOf(call, pod, container)
    if (chosen.note !== '') output.push(failure(chosen.note))
    for (const name of chosen.names) {
      const answer = call.handle({ ...getRequest(`${podsPath(pod.metadata.namespace ?? '')}/${pod.metadata.name}/log`), query: queryOf(call, name) })
      if (answer.code !== 200) return finished(output, [statusError(answer)])
      const prefix = isOn(call.flags, 'prefix') ? `[pod/${pod.metadata.name}/${name}] ` : ''
      if (answer.body !== '') output.push(out(answer.body.replace(/\n$/, '').replace(/^/gm, prefix)))
    }
  }
  return said(...output)
}

/** Which containers are read, and what kubectl says of its choice. */
function containersOf({ flags }: Call, { metadata, spec }: Pod, wanted: string): { readonly names: readonly string[]; readonly note: string } {
  const [init, main] = [(spec.initContainers ?? []).map(({ name }) => name), spec.containers.map(({ name }) => name)]
  if (isOn(flags, 'all-containers')) return { names: [...init, ...main], note: '' }
  if (wanted !== '') return { names: [wanted], note: '' }
  const annotated = metadata.annotations?.['kubectl.kubernetes.io/default-container']
  if (annotated !== undefined && [...init, ...main].includes(annotated)) return { names: [annotated], note: '' }
  const [first = ''] = main
  const all = [...main, ...init.map((name) => `${name} (init)`)]
  return { names: [first], note: all.length > 1 ? `Defaulted container ${JSON.stringify(first)} out of: ${all.join(', ')}` : '' }
}

function queryOf({ flags }: Call, container: string): { [name: string]: string } {
  const tail = textOf(flags, 'tail', isGiven(flags, 'selector') ? String(selectorTail) : '-1')
  const since = durationOf(textOf(flags, 'since'))
  return {
    container,
    ...(isOn(flags, 'previous') && { previous: 'true' }),
    ...(isOn(flags, 'timestamps') && { timestamps: 'true' }),
    ...(tail !== '-1' && { tailLines: tail }),
    ...(isGiven(flags, 'limit-bytes') && { limitBytes: textOf(flags, 'limit-bytes') }),
    ...(since !== undefined && since > 0 && { sinceSeconds: String(Math.ceil(since)) }),
    ...(isGiven(flags, 'since-time') && { sinceTime: textOf(flags, 'since-time') }),
  }
}
