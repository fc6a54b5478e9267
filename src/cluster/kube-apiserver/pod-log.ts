/**
 * `…/pods/NAME/log`: the API server finds the container and asks the kubelet of its node. Follows kubernetes v1.36
 * pkg/registry/core/pod/strategy.go (LogLocation), rest/log.go and pkg/apis/core/validation (ValidatePodLogOptions).
 */
import type { Pod } from '../../api/generated/types.ts'
import type { HttpRequest, HttpResponse } from '../../api/meta/http.ts'
import type { LogOrder } from '../../api/pod-log.ts'
import { forbidden, invalid, type FieldError } from '../../api/meta/field-error.ts'
import { badRequestStatus, invalidStatus } from '../../api/meta/status.ts'
import { secondsOf } from '../../api/meta/time.ts'
import { refusal } from './answers.ts'
import { unknownErrorStatus } from './statuses.ts'

/** The text there is; with `follow` what has come since is read from it, until the container ends. */
export type LogAnswer =
  | { readonly ok: true; readonly read: () => { readonly text: string; readonly ended: boolean } }
  /** What the kubelet says is wrong with the order. */
  | { readonly ok: false; readonly type: 'refused'; readonly message: string }
  /** Nobody answers at this address, or nothing gets there. */
  | { readonly ok: false; readonly type: 'unreachable'; readonly address: string; readonly why: 'connect: connection refused' | 'i/o timeout' }

/** The kubelet of a node, as the API server reaches it. */
export type ReadLog = (node: string, order: LogOrder) => LogAnswer

export function podLog(pod: Pod, { query }: HttpRequest, { readLog, now }: { readonly readLog: ReadLog; readonly now: string }): HttpResponse {
  const { name } = pod.metadata
  const options = numbersOf(query)
  const problems = problemsOf(query, options)
  if (problems.length > 0) return refusal(invalidStatus({ group: '', kind: 'PodLogOptions', name }, problems))
  const container = containerOf(pod, query['container'] ?? '')
  if (!container.ok) return refusal(badRequestStatus(container.message))
  if (!pod.spec.nodeName) return { code: 204, headers: {}, body: '' }
  const isSet = (option: string) => ['true', '1', 'T', 't', 'TRUE', 'True'].includes(query[option] ?? '')
  const { tailLines, limitBytes, sinceSeconds } = options
  const since = sinceSeconds === undefined ? (query['sinceTime'] ? secondsOf(query['sinceTime']) : undefined) : secondsOf(now) - sinceSeconds
  const order = { pod, container: container.name, previous: isSet('previous'), follow: isSet('follow'), timestamps: isSet('timestamps'), tailLines, limitBytes, since }
  const answer = readLog(pod.spec.nodeName, order)
  if (answer.ok) return respond(order, answer.read)
  if (answer.type === 'refused') return refusal(badRequestStatus(answer.message))
  const path = `containerLogs/${pod.metadata.namespace ?? ''}/${name}/${container.name}`
  return refusal(unknownErrorStatus(`Get "https://${answer.address}:10250/${path}": dial tcp ${answer.address}:10250: ${answer.why}`))
}

const plain = { 'content-type': 'text/plain' }

function respond({ follow }: LogOrder, read: () => { text: string; ended: boolean }): HttpResponse {
  if (!follow) return { code: 200, headers: plain, body: read().text }
  let isClosed = false
  const close = () => {
    isClosed = true
  }
  return { code: 200, headers: plain, read: () => (isClosed ? { text: '', ended: true } : read()), close }
}

type Numbers = { readonly [option in 'tailLines' | 'limitBytes' | 'sinceSeconds']: number | undefined }

function numbersOf(query: HttpRequest['query']): Numbers {
  const numberOf = (option: string) => (query[option] === undefined || query[option] === '' ? undefined : Number(query[option]))
  return { tailLines: numberOf('tailLines'), limitBytes: numberOf('limitBytes'), sinceSeconds: numberOf('sinceSeconds') }
}

function problemsOf(query: HttpRequest['query'], { tailLines, limitBytes, sinceSeconds }: Numbers): FieldError[] {
  const isBelow = (value: number | undefined, least: number) => value !== undefined && !(value >= least)
  return [
    ...(isBelow(tailLines, 0) ? [invalid('tailLines', tailLines, 'must be greater than or equal to 0')] : []),
    ...(isBelow(limitBytes, 1) ? [invalid('limitBytes', limitBytes, 'must be greater than 0')] : []),
    ...(sinceSeconds !== undefined && query['sinceTime'] ? [forbidden('', 'at most one of `sinceTime` or `sinceSeconds` may be specified')] : []),
    ...(isBelow(sinceSeconds, 1) ? [invalid('sinceSeconds', sinceSeconds, 'must be greater than 0')] : []),
  ]
}

type Chosen = { readonly ok: true; readonly name: string } | { readonly ok: false; readonly message: string }

/** The container that is named, or the only one. */
function containerOf({ metadata, spec }: Pod, wanted: string): Chosen {
  const namesOf = (list: readonly { readonly name: string }[] | undefined) => (list ?? []).map(({ name }) => name)
  const [main, init] = [namesOf(spec.containers), namesOf(spec.initContainers)]
  if (wanted !== '') return [...main, ...init].includes(wanted) ? { ok: true, name: wanted } : { ok: false, message: `container ${wanted} is not valid for pod ${metadata.name}` }
  const [only] = main
  if (main.length === 1 && only !== undefined) return { ok: true, name: only }
  const others = init.length > 0 ? ` or one of the init containers: [${init.join(' ')}]` : ''
  return { ok: false, message: `a container name must be specified for pod ${metadata.name}, choose one of: [${main.join(' ')}]${others}` }
}
