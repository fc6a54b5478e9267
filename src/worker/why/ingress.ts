/** Why an Ingress leads where it leads: its class, its address, and the Services behind its paths. */
import type { EndpointSlice, Ingress, IngressBackend } from '../../api/generated/types.ts'
import type { WhySentence } from '../protocol.ts'
import { keyOf, type Evidence } from './evidence.ts'
import { held, origin } from './origin.ts'
import { serviceLabel } from './pod-endpoints.ts'
import { answer } from './sentence.ts'

const controller = 'ingress-controller'
const controllerName = 'k8s.io/ingress-nginx'
const legacyClass = 'kubernetes.io/ingress.class'

export function whyIngress(e: Evidence, ingress: Ingress): readonly WhySentence[] {
  const broken = [...classProblems(e, ingress), ...(e.isStopped(controller) ? [answer('ingress.controller-stopped', { part: controller })] : []), ...backendProblems(e, ingress)]
  return [...held(ingress), ...broken, ...address(ingress, broken.length === 0), ...origin(e, keyOf('ingresses.networking.k8s.io', ingress))]
}

function address({ status }: Ingress, isWell: boolean): readonly WhySentence[] {
  const ip = status?.loadBalancer?.ingress?.[0]?.ip
  if (ip === undefined) return isWell ? [answer('ingress.no-address', {})] : []
  return isWell ? [answer('ingress.serves', { address: ip })] : []
}

function classProblems(e: Evidence, { metadata, spec }: Ingress): readonly WhySentence[] {
  const name = spec.ingressClassName ?? metadata.annotations?.[legacyClass] ?? ''
  const found = e.get('ingressclasses.networking.k8s.io', '', name)
  if (!found) return [answer('ingress.no-class', { class: name })]
  return found.spec.controller === controllerName ? [] : [answer('ingress.other-class', { class: name })]
}

function backendProblems(e: Evidence, { metadata, spec }: Ingress): readonly WhySentence[] {
  const { namespace = '' } = metadata
  const paths = (spec.rules ?? []).flatMap(({ host = '', http }) => (http?.paths ?? []).map(({ path = '/', backend }) => ({ path: `${host}${path}`, backend })))
  const all = spec.defaultBackend ? [...paths, { path: '*', backend: spec.defaultBackend }] : paths
  return all.flatMap(({ path, backend }) => problem(e, namespace, { path, backend }))
}

function problem(e: Evidence, namespace: string, { path, backend }: { path: string; backend: IngressBackend }): readonly WhySentence[] {
  if (!backend.service) return []
  const { name, port } = backend.service
  const service = `services/${namespace}/${name}`
  const found = e.get('services', namespace, name)
  if (!found) return [answer('ingress.no-service', { path, service })]
  const wanted = port?.number ?? port?.name ?? 0
  if (!found.spec.ports?.some((one) => one.port === wanted || one.name === wanted)) return [answer('ingress.no-port', { path, service, port: wanted })]
  const slices = e.list('endpointslices.discovery.k8s.io', namespace).filter((slice) => slice.metadata.labels?.[serviceLabel] === name)
  return slices.some(hasReady) ? [] : [answer('ingress.no-endpoints', { path, service })]
}

const hasReady = ({ endpoints }: EndpointSlice): boolean => (endpoints ?? []).some(({ conditions }) => conditions?.ready !== false)
