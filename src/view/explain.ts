/**
 * From facts to sentences: a fact's code and parameters become a message key and the parameters of its sentence; the
 * words stand in the locale files under `fact`. Long names lose what the picture shows anyway: a pod is its last part.
 */
import type { TraceCode, TraceParams } from '../api/trace.ts'
import type { Fact } from '../worker/protocol.ts'
import { tailOf } from './format.ts'

export interface Sentence {
  readonly key: string
  readonly params: { readonly [name: string]: string | number }
}

type Sentences = { readonly [C in TraceCode]: (params: TraceParams[C], fact: Fact) => Sentence }

const sentence = (key: string, params: Sentence['params'] = {}): Sentence => ({ key: `fact.${key}`, params })

/** `/apis/apps/v1/namespaces/x/deployments` → `…/deployments`. */
const shortPath = (path: string): string => {
  const parts = path.split('/')
  return parts.length > 2 ? `…/${parts.at(-1) ?? ''}` : path
}

/** `pod/NAMESPACE/servera-7c9d5b6f4-k2x9p` → `k2x9p`, `node/node-1` → `node-1`. */
function senderName(from: string): string {
  const name = from.split('/').at(-1) ?? from
  if (from.startsWith('pod/')) return tailOf(name)
  return from === 'internet' ? 'Internet' : name
}

const imageName = (image: string): string => image.split('/').at(-1) ?? image

/** What was asked for, in one word of the locale files. */
export function requestVerb(method: string, path: string): 'create' | 'scale' | 'update' | 'delete' | 'other' {
  if (path.endsWith('/scale')) return 'scale'
  if (method === 'POST') return 'create'
  if (method === 'PATCH' || method === 'PUT') return 'update'
  return method === 'DELETE' ? 'delete' : 'other'
}

const sentences: Sentences = {
  'kubectl.request': ({ method, path, kind, name }) => sentence(`kubectl.request.${requestVerb(method, path)}`, { method, path: shortPath(path), kind, name }),
  'kubectl.unreachable': ({ method, path }) => sentence('kubectl.unreachable', { method, path: shortPath(path) }),
  'apiserver.accepted': ({ method, path, code, kind, name }) => sentence(`apiserver.accepted.${requestVerb(method, path)}`, { code, kind, name }),
  'apiserver.refused': ({ code, reason, message, kind, name }) => sentence('apiserver.refused', { code, reason, message, kind, name }),
  'etcd.stored': ({ verb, kind, name, by }, { revision }) => sentence(`etcd.stored.${storeVerb(verb)}`, { kind, name, by, revision }),
  'deployment.created-replicaset': ({ deployment, replicaset, replicas }) =>
    sentence('deployment.created-replicaset', { deployment, replicaset: `…-${tailOf(replicaset)}`, count: replicas }),
  'deployment.scaled-replicaset': ({ deployment, replicaset, from, to }) =>
    sentence('deployment.scaled-replicaset', { deployment, replicaset: `…-${tailOf(replicaset)}`, from, to }),
  'replicaset.created-pods': ({ replicas, existing, created }) => sentence('replicaset.created-pods', { count: replicas, existing, created }),
  'replicaset.deleted-pods': ({ replicas, existing, deleted }) => sentence('replicaset.deleted-pods', { count: replicas, existing, deleted }),
  'endpointslice.synced': ({ service, ready, total }) => sentence(`endpointslice.synced.${total === 0 ? 'none' : 'some'}`, { service, ready, count: total }),
  'serviceaccount.created': ({ namespace, name }) => sentence('serviceaccount.created', { namespace, name }),
  'namespace.emptied': ({ namespace }) => sentence('namespace.emptied', { namespace }),
  'garbage-collector.deleted': ({ kind, name, owner }) => sentence('garbage-collector.deleted', { kind, name: tailOf(name), owner: tailOf(owner) }),
  'scheduler.bound': ({ pod, node, feasible, nodes, score, tie }) =>
    sentence(`scheduler.bound.${boundCase({ feasible, nodes, tie })}`, { pod: tailOf(pod), node, feasible, nodes, score }),
  'scheduler.unschedulable': ({ pod, message }) => sentence('scheduler.unschedulable', { pod: tailOf(pod), message }),
  'scheduler.preempted': ({ pod, by, node }) => sentence('scheduler.preempted', { pod: tailOf(pod), by: tailOf(by.slice(by.lastIndexOf('/') + 1)), node }),
  'kubelet.admitted': ({ pod, node }) => sentence('kubelet.admitted', { pod: tailOf(pod), node }),
  'kubelet.sandbox': ({ pod, node, ip }) => sentence('kubelet.sandbox', { pod: tailOf(pod), node, ip }),
  'kubelet.pulling': ({ pod, node, image }) => sentence('kubelet.pulling', { pod: tailOf(pod), node, image: imageName(image) }),
  'kubelet.pulled': ({ pod, node, image, milliseconds }) => sentence('kubelet.pulled', { pod: tailOf(pod), node, image: imageName(image), milliseconds }),
  'kubelet.pull-failed': ({ pod, node, image, message }) => sentence('kubelet.pull-failed', { pod: tailOf(pod), node, image: imageName(image), message }),
  'kubelet.generic-image': ({ pod, node, image }) => sentence('kubelet.generic-image', { pod: tailOf(pod), node, image }),
  'kubelet.started': ({ pod, node, container }) => sentence('kubelet.started', { pod: tailOf(pod), node, container }),
  'kubelet.ready': ({ pod, node }) => sentence('kubelet.ready', { pod: tailOf(pod), node }),
  'kubelet.exited': ({ pod, node, container, exitCode }) => sentence('kubelet.exited', { pod: tailOf(pod), node, container, exitCode }),
  'kubelet.held-back': ({ pod, node, container, reason, seconds }) => sentence('kubelet.held-back', { pod: tailOf(pod), node, container, reason, seconds }),
  'kubelet.probe-failed': ({ pod, node, container, probe, message, failures, threshold }) =>
    sentence('kubelet.probe-failed', { pod: tailOf(pod), node, container, probe, message, failures, threshold }),
  'kubelet.restarting': ({ pod, node, container, probe, message }) => sentence('kubelet.restarting', { pod: tailOf(pod), node, container, probe, message }),
  'kubelet.mount-failed': ({ pod, node, volume, message }) => sentence('kubelet.mount-failed', { pod: tailOf(pod), node, volume, message }),
  'kubelet.volume-refreshed': ({ pod, node, volume }) => sentence('kubelet.volume-refreshed', { pod: tailOf(pod), node, volume }),
  'kubelet.hook-failed': ({ pod, node, container, hook }) => sentence('kubelet.hook-failed', { pod: tailOf(pod), node, container, hook }),
  'kubelet.out-of-memory': ({ pod, node, container, limitBytes }) =>
    sentence('kubelet.out-of-memory', { pod: tailOf(pod), node, container, mebibytes: Math.round(limitBytes / 1_048_576) }),
  'kubelet.killing': ({ pod, node, gracePeriodSeconds }) => sentence('kubelet.killing', { pod: tailOf(pod), node, gracePeriodSeconds }),
  'kubelet.removed': ({ pod, node }) => sentence('kubelet.removed', { pod: tailOf(pod), node }),
  'node-lifecycle.lost': ({ node, seconds }) => sentence('node-lifecycle.lost', { node, seconds }),
  'taint-eviction.scheduled': ({ pod, node, taint, seconds }) => sentence('taint-eviction.scheduled', { pod: tailOf(pod), node, taint, seconds }),
  'kube-proxy.programmed': ({ node, service, address, endpoints }) =>
    sentence(`kube-proxy.programmed.${endpoints === 0 ? 'none' : 'some'}`, { node, service, address, count: endpoints }),
  'ingress.configured': ({ ingress, paths }) => sentence('ingress.configured', { ingress, count: paths }),
  'ingress.address': ({ ingress, address }) => sentence('ingress.address', { ingress, address }),
  'fault.injected': (params) => sentence(`fault.injected.${faultCase(params)}`, params),
  'fault.healed': (params) => sentence(`fault.healed.${faultCase(params)}`, params),
  'part.lost-leadership': ({ part }) => sentence('part.lost-leadership', { part }),
  'part.crashed': ({ part, when }) => sentence(`part.crashed.${when}`, { part }),
  'part.stopped': ({ part }) => partSentence('stopped', part),
  'part.started': ({ part }) => partSentence('started', part),
  'part.added': ({ part }) => sentence('part.added', { node: part.split('/')[1] ?? part }),
  'request.sent': ({ from, method, url }) => sentence('request.sent', { from: senderName(from), method, url }),
  'request.answered': ({ method, url, status, milliseconds }) => sentence('request.answered', { method, url, status, milliseconds: milliseconds.toFixed(1) }),
  'request.failed': ({ method, url, error }) => sentence('request.failed', { method, url, error }),
}

function faultCase({ fault, mode, other }: TraceParams['fault.injected']): string {
  if (mode !== '') return `${fault}.${mode}`
  return fault === 'kill-container' ? fault : `${fault}.${other === '' ? 'all' : 'one'}`
}

/** A machine is called by its name, a process of a machine by both. */
function partSentence(what: 'stopped' | 'started', part: string): Sentence {
  const [type = '', node] = part.split('/')
  if (node === undefined) return sentence(`part.${what}.process`, { part })
  return type === 'node' ? sentence(`part.${what}.machine`, { node }) : sentence(`part.${what}.on-machine`, { part: type, node })
}

const storeVerb = (verb: string): 'create' | 'update' | 'delete' => (verb === 'create' || verb === 'delete' ? verb : 'update')

function boundCase({ feasible, nodes, tie }: { readonly feasible: number; readonly nodes: number; readonly tie: string }): string {
  if (feasible <= 1) return 'only'
  if (tie === '') return 'best'
  return feasible === 2 && nodes === 2 ? 'tie-of-two' : 'tie'
}

const isTraceCode = (code: string): code is TraceCode => Object.hasOwn(sentences, code)

/** The sentence of a fact; a code that is not known says its code. */
export function explain(fact: Fact): Sentence {
  if (!isTraceCode(fact.code)) return { key: 'fact.unknown', params: { code: fact.code } }
  // The part that told it gave the parameters of this code (client-go/tell.ts is typed by it).
  const say = sentences[fact.code] as (params: Fact['params'], fact: Fact) => Sentence
  return say(fact.params, fact)
}

export const traceCodes: readonly TraceCode[] = Object.keys(sentences).filter(isTraceCode)
