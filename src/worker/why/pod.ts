/** Why a pod waits, runs, is not ready, was started again, gets no requests, or goes away. */
import type { Pod } from '../../api/generated/types.ts'
import type { WhySentence } from '../protocol.ts'
import { keyOf, type Evidence } from './evidence.ts'
import { deletion, deletionMark, held, origin } from './origin.ts'
import { restarts, troubles } from './pod-containers.ts'
import { endpoints, isEnded } from './pod-endpoints.ts'
import { readiness } from './pod-readiness.ts'
import { placed, unscheduled } from './pod-scheduling.ts'
import { answer, detail } from './sentence.ts'
import { silenceOf, type Silence } from './silence.ts'

export function whyPod(e: Evidence, pod: Pod): readonly WhySentence[] {
  const key = keyOf('pods', pod)
  const isBound = Boolean(pod.spec.nodeName)
  return [
    ...state(e, pod),
    ...evicting(e, pod),
    ...(isBound && !isEnded(pod) ? endpoints(e, pod) : []),
    ...(isBound ? [...generic(e, key), ...placed(e, pod)] : []),
    ...origin(e, key),
  ]
}

/** An image that is not known runs as something plain. */
function generic(e: Evidence, key: string): readonly WhySentence[] {
  const told = e.told('kubelet.generic-image', key)
  return told ? [detail('pod.image.generic', { image: told.params.image })] : []
}

/** What is first to be said of it. */
export function state(e: Evidence, pod: Pod): readonly WhySentence[] {
  if (pod.metadata.deletionTimestamp !== undefined) return leaving(e, pod)
  if (!pod.spec.nodeName) return unscheduled(e, pod)
  if (pod.status?.phase === 'Succeeded') return [answer('pod.succeeded', {})]
  if (pod.status?.phase === 'Failed') return failed(e, pod)
  const silent = silenceOf(e, pod.spec.nodeName)
  const found = troubles(e, pod)
  if (silent) return found.length > 0 ? [waiting(silent), ...found] : [lastKnown(silent), ...readiness(e, pod)]
  return found.length > 0 ? found : [...readiness(e, pod), ...restarts(e, pod)]
}

const failed = (e: Evidence, pod: Pod): readonly WhySentence[] => {
  const { reason = '', message = '' } = pod.status ?? {}
  const found = troubles(e, pod)
  return reason === '' && found.length > 0 ? found : [answer('pod.failed', { reason: reason || 'Failed', message })]
}

/** Nobody is there to do what it needs. */
const waiting = (silent: Silence): WhySentence =>
  silent.what === 'partition' ? answer('pod.waits-for-link', { node: silent.node }) : answer('pod.waits-for-kubelet', { node: silent.node, part: silent.part })

/** Nobody says what has become of it. */
const lastKnown = (silent: Silence): WhySentence =>
  silent.what === 'partition' ? answer('pod.silent.partition', { node: silent.node }) : answer(`pod.silent.${silent.what}`, { node: silent.node, part: silent.part })

/** Nobody confirms that it has ended. */
const unconfirmed = (silent: Silence): WhySentence =>
  silent.what === 'partition' ? answer('pod.terminating.partition', { node: silent.node }) : answer('pod.terminating.silent', { node: silent.node, part: silent.part })

function leaving(e: Evidence, pod: Pod): readonly WhySentence[] {
  const key = keyOf('pods', pod)
  if (!pod.spec.nodeName) return [...unscheduled(e, pod), ...deletion(e, key)]
  const node = `nodes/${pod.spec.nodeName}`
  const silent = silenceOf(e, pod.spec.nodeName)
  const waits = held(pod)
  if (waits.length > 0) return [...waits, ...deletion(e, key)]
  if (silent) return [unconfirmed(silent), ...deletion(e, key)]
  const since = deletionMark(e, key)?.at ?? e.moment(pod.metadata.deletionTimestamp) - grace(pod)
  const left = since + grace(pod) - e.now
  return [left > 0 ? answer('pod.terminating.grace', { node, left }) : answer('pod.terminating.overdue', { node }), ...deletion(e, key)]
}

const grace = ({ metadata }: Pod): number => (metadata.deletionGracePeriodSeconds ?? 0) * 1_000_000

/** The taint-eviction controller has set it a term. */
function evicting(e: Evidence, pod: Pod): readonly WhySentence[] {
  if (pod.metadata.deletionTimestamp !== undefined) return []
  const planned = plannedEviction(e, pod)
  if (!planned) return []
  const { taint, seconds, at } = planned.params
  return [answer('pod.evicting', { node: `nodes/${pod.spec.nodeName ?? ''}`, taint, seconds, left: at - e.now })]
}

/** A plan holds as long as its taint stands. */
export function plannedEviction(e: Evidence, pod: Pod) {
  const taints = noExecute(e, pod)
  if (taints.length === 0) return undefined
  return e.told('taint-eviction.scheduled', keyOf('pods', pod), ({ params }) => params.at > e.now && taints.includes(params.taint))
}

const noExecute = (e: Evidence, { spec }: Pod): readonly string[] =>
  (e.get('nodes', '', spec.nodeName ?? '')?.spec?.taints ?? []).filter(({ effect }) => effect === 'NoExecute').map(({ key, effect }) => `${key}:${effect}`)
