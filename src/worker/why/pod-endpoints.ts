/** Which Services lead to a pod, and why the others do not. */
import type { Pod, Service } from '../../api/generated/types.ts'
import { matchesLabels, type Labels } from '../../api/meta/selector.ts'
import type { WhySentence } from '../protocol.ts'
import { keyOf, type Evidence } from './evidence.ts'
import { answer, detail } from './sentence.ts'

export const serviceLabel = 'kubernetes.io/service-name'
export const controllerManager = 'kube-controller-manager'

export const selectorOf = ({ spec }: Service): { readonly [label: string]: string } => (spec.type === 'ExternalName' ? {} : (spec.selector ?? {}))

export const isEnded = ({ status }: Pod): boolean => status?.phase === 'Succeeded' || status?.phase === 'Failed'

/** How the Service's EndpointSlices have the pod; undefined if they do not. */
export const endpointIn = (e: Evidence, { metadata }: Service, pod: Pod) =>
  e
    .list('endpointslices.discovery.k8s.io', metadata.namespace)
    .filter((slice) => slice.metadata.labels?.[serviceLabel] === metadata.name)
    .flatMap(({ endpoints }) => endpoints ?? [])
    .find(({ targetRef }) => targetRef?.uid === pod.metadata.uid)

export function endpoints(e: Evidence, pod: Pod): readonly WhySentence[] {
  const { namespace, labels = {} } = pod.metadata
  const services = e.list('services', namespace).filter((service) => Object.keys(selectorOf(service)).length > 0)
  const selecting = services.filter((service) => matchesLabels(selectorOf(service), labels))
  if (selecting.length > 0) return selecting.map((service) => standing(e, pod, service))
  const near = nearServices(e, services, labels).flatMap((service) => mismatch(service, labels))
  return near.length > 0 ? near : [detail('endpoints.none', {})]
}

function standing(e: Evidence, pod: Pod, service: Service): WhySentence {
  const params = { service: keyOf('services', service) }
  const { conditions } = endpointIn(e, service, pod) ?? {}
  if (conditions?.ready) return detail('endpoints.in', params)
  if (pod.metadata.deletionTimestamp !== undefined) return answer('endpoints.terminating', params)
  if (conditions) return answer('endpoints.not-ready', params)
  if (isEnded(pod)) return answer('endpoints.ended', params)
  if (!pod.status?.podIP) return answer('endpoints.no-address', params)
  return e.isStopped(controllerManager) ? answer('endpoints.late-stopped', { ...params, part: controllerManager }) : answer('endpoints.late', params)
}

/** Services that are named as near ones. */
const nearLimit = 3

/** Services that probably mean this pod: some of their labels match, or they select nobody at all. */
function nearServices(e: Evidence, services: readonly Service[], labels: Labels): readonly Service[] {
  const alike = services.filter((service) => Object.entries(selectorOf(service)).some(([key, value]) => labels[key] === value))
  if (alike.length > 0) return alike.slice(0, nearLimit)
  const pods = e.list('pods', services[0]?.metadata.namespace)
  const isIdle = (service: Service) => !pods.some(({ metadata }) => matchesLabels(selectorOf(service), metadata.labels ?? {}))
  const found: Service[] = []
  for (const service of services) if (found.length < nearLimit && isIdle(service)) found.push(service)
  return found
}

/** The first label of the selector that the pod does not have. */
function mismatch(service: Service, labels: Labels): readonly WhySentence[] {
  const missing = Object.entries(selectorOf(service)).find(([key, value]) => labels[key] !== value)
  if (!missing) return []
  const [key, value] = missing
  const params = { service: keyOf('services', service), key, value }
  const has = labels[key]
  return [has === undefined ? answer('endpoints.missing-label', params) : answer('endpoints.mismatch', { ...params, has })]
}
