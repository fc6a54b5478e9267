/** Why a Service has the endpoints it has, whom it leaves out, and why it refuses connections. */
import type { Endpoint, Pod, Service } from '../../api/generated/types.ts'
import { matchesLabels } from '../../api/meta/selector.ts'
import type { Machine } from '../../cluster/network/machine.ts'
import type { WhySentence } from '../protocol.ts'
import { keyOf, type Evidence } from './evidence.ts'
import { origin } from './origin.ts'
import { controllerManager, isEnded, selectorOf, serviceLabel } from './pod-endpoints.ts'
import { state } from './pod.ts'
import { answer, answersOf, detail, fewDetails } from './sentence.ts'

export function whyService(e: Evidence, service: Service): readonly WhySentence[] {
  return [...endpoints(e, service), ...external(service), ...stale(e), ...origin(e, keyOf('services', service))]
}

function endpoints(e: Evidence, service: Service): readonly WhySentence[] {
  if (service.spec.type === 'ExternalName') return [answer('service.external-name', { name: service.spec.externalName ?? '' })]
  const selector = selectorOf(service)
  const known = endpointsOf(e, service)
  if (Object.keys(selector).length === 0) return [answer('service.no-selector', {}), ...(known.length === 0 ? [answer('service.refuses', {})] : [])]
  const pods = e.list('pods', service.metadata.namespace).filter((pod) => matchesLabels(selector, pod.metadata.labels ?? {}))
  if (pods.length === 0) return [answer('service.no-match', { selector: Object.entries(selector).map((pair) => pair.join('=')).join(', ') }), ...nearest(e, service), ...refuses(service)]
  const ready = pods.filter((pod) => endpointOf(known, pod)?.conditions?.ready)
  const out = leftOut(e, { pods: pods.filter((pod) => !ready.includes(pod)), known })
  if (ready.length === 0) return [answer('service.none-ready', { count: pods.length }), ...out, ...refuses(service)]
  const problems = ports(e, { service, pods: ready, known })
  if (out.length > 0) return [answer('service.some-ready', { ready: ready.length, count: pods.length }), ...out, ...problems]
  return [...(problems.length > 0 ? problems : [answer('service.healthy', { count: ready.length })]), ...(service.spec.clusterIP === 'None' ? [detail('service.headless', {})] : [])]
}

const external = ({ spec, status }: Service): readonly WhySentence[] =>
  spec.type === 'LoadBalancer' && (status?.loadBalancer?.ingress ?? []).length === 0 ? [answer('service.no-load-balancer', {})] : []

const slicesOf = (e: Evidence, { metadata }: Service) => e.list('endpointslices.discovery.k8s.io', metadata.namespace).filter((slice) => slice.metadata.labels?.[serviceLabel] === metadata.name)
const endpointsOf = (e: Evidence, service: Service): readonly Endpoint[] => slicesOf(e, service).flatMap((slice) => slice.endpoints ?? [])
const endpointOf = (known: readonly Endpoint[], { metadata }: Pod) => known.find(({ targetRef }) => targetRef?.uid === metadata.uid)

/** A rule without endpoints rejects; a headless Service has no rule. */
const refuses = ({ spec }: Service): readonly WhySentence[] => (spec.clusterIP === 'None' ? [] : [answer('service.refuses', {})])

/** Pods that the answer itself names. */
const podsNamed = 3

function leftOut(e: Evidence, { pods, known }: { pods: readonly Pod[]; known: readonly Endpoint[] }): readonly WhySentence[] {
  const said = pods.map((pod) => {
    const params = { pod: keyOf('pods', pod) }
    if (pod.metadata.deletionTimestamp !== undefined) return answer('service.left-out.terminating', params)
    if (isEnded(pod)) return answer('service.left-out.ended', params)
    if (!pod.status?.podIP) return answer('service.left-out.no-address', params)
    const isReady = pod.status.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True') ?? false
    if (!isReady || endpointOf(known, pod)) return answer('service.left-out.not-ready', params)
    return e.isStopped(controllerManager) ? answer('service.controller-stopped', { part: controllerManager }) : answer('service.left-out.late', params)
  })
  const [first] = pods
  const why = first && said[0]?.code === 'service.left-out.not-ready' ? answersOf(state(e, first)) : []
  return [...said.slice(0, 1), ...why, ...said.slice(1, podsNamed), ...fewDetails(said.slice(podsNamed))]
}

/** The pod that matches most of the selector, and the first label it lacks. */
function nearest(e: Evidence, service: Service): readonly WhySentence[] {
  const selector = Object.entries(selectorOf(service))
  const misses = (pod: Pod) => selector.filter(([key, value]) => pod.metadata.labels?.[key] !== value)
  const knows = (pod: Pod) => selector.filter(([key]) => pod.metadata.labels?.[key] !== undefined).length
  const [best] = e.list('pods', service.metadata.namespace).toSorted((a, b) => misses(a).length - misses(b).length || knows(b) - knows(a))
  const [missed] = best ? misses(best) : []
  if (!best || !missed) return []
  const [key, value] = missed
  const params = { pod: keyOf('pods', best), key, value }
  const has = best.metadata.labels?.[key]
  return [has === undefined ? answer('service.nearest-missing', params) : answer('service.nearest', { ...params, has })]
}

/** Ports that lead nowhere: a name that the pod does not have, or a number on which nobody listens. */
function ports(e: Evidence, { service, pods, known }: { service: Service; pods: readonly Pod[]; known: readonly Endpoint[] }): readonly WhySentence[] {
  const slices = slicesOf(e, service)
  return (service.spec.ports ?? []).flatMap(({ name = '', targetPort, port }) => {
    for (const pod of pods) {
      const slice = slices.find((one) => one.endpoints?.some((endpoint) => endpoint === endpointOf(known, pod)))
      const target = slice?.ports?.find((one) => (one.name ?? '') === name)?.port
      if (target === undefined) return [answer('service.no-port', { pod: keyOf('pods', pod), port: targetPort ?? port })]
      if (!listens(e, pod, target)) return [answer('service.nobody-listens', { pod: keyOf('pods', pod), port: target })]
    }
    return []
  })
}

/** True if it cannot be seen, because the machine is down. */
function listens(e: Evidence, { metadata, spec }: Pod, port: number): boolean {
  // Sound: parts `node/NAME` are machines.
  const machine = e.peek(`node/${spec.nodeName ?? ''}`) as Machine | undefined
  const containers = machine?.sandboxes.get(metadata.uid ?? '')?.containers
  return !containers || containers.some(({ state, process }) => state === 'running' && process.listening && process.ports.includes(port))
}

/** Rules stay as they were where nobody writes them. */
function stale(e: Evidence): readonly WhySentence[] {
  const stopped = e.list('nodes').filter(({ metadata }) => !e.isStopped(`node/${metadata.name}`) && e.isStopped(`kube-proxy/${metadata.name}`))
  return stopped.map((node) => answer('service.stale', { node: keyOf('nodes', node), part: `kube-proxy/${node.metadata.name}` }))
}
