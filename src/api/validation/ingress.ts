/** Ingresses. Follows kubernetes v1.36 pkg/apis/networking/validation/validation.go. */
import type { HTTPIngressPath, Ingress, IngressBackend, IngressRule, IngressSpec, IngressTLS } from '../generated/types.ts'
import { invalid, notSupported, required, type FieldError } from '../meta/field-error.ts'
import { invalidEach } from './field.ts'
import { parseIP, validateIP } from './ip.ts'
import {
  isDNS1123Label,
  isDNS1123Subdomain,
  isValidPortName,
  isValidPortNum,
  isWildcardDNS1123Subdomain,
  nameIsDNSSubdomain,
} from './names.ts'
import { validateObjectMeta, validateObjectMetaUpdate } from './object-meta.ts'
import { validateHostname } from './service.ts'
import { validateLocalReference } from './local-reference.ts'

const classAnnotation = 'kubernetes.io/ingress.class'

export function validateIngress(ingress: Ingress): FieldError[] {
  const annotation = ingress.metadata.annotations?.[classAnnotation]
  const name = ingress.spec.ingressClassName
  const differ = annotation !== undefined && name !== undefined && annotation !== name
  return [
    ...validateBoth(ingress),
    ...(differ ? [invalid(`annotations.${classAnnotation}`, annotation, 'must match `ingressClassName` when both are specified')] : []),
  ]
}

export const validateIngressUpdate = (ingress: Ingress, old: Ingress): FieldError[] => [
  ...validateObjectMetaUpdate(ingress, old),
  ...validateBoth(ingress),
]

const validateBoth = (ingress: Ingress): FieldError[] => [
  ...validateObjectMeta(ingress, { namespaced: true, name: nameIsDNSSubdomain }),
  ...validateSpec(ingress.spec),
]

function validateSpec(spec: IngressSpec): FieldError[] {
  const rules = spec.rules ?? []
  const isEmpty = rules.length === 0 && spec.defaultBackend === undefined
  return [
    ...(isEmpty ? [invalid('spec', spec.rules, 'either `defaultBackend` or `rules` must be specified')] : []),
    ...(spec.defaultBackend === undefined ? [] : validateBackend(spec.defaultBackend, 'spec.defaultBackend')),
    ...rules.flatMap((rule, i) => validateRule(rule, `spec.rules[${i}]`)),
    ...(spec.tls ?? []).flatMap((tls, i) => validateTls(tls, `spec.tls[${i}]`)),
    ...(spec.ingressClassName === undefined ? [] : invalidEach('spec.ingressClassName', spec.ingressClassName, isDNS1123Subdomain(spec.ingressClassName))),
  ]
}

const hostProblems = (host: string): string[] => (host.includes('*') ? isWildcardDNS1123Subdomain(host) : isDNS1123Subdomain(host))

function validateTls(tls: IngressTLS, path: string): FieldError[] {
  return [
    ...(tls.hosts ?? []).flatMap((host, i) => invalidEach(`${path}.hosts[${i}]`, host, hostProblems(host))),
    ...(tls.secretName ? invalidEach(`${path}.secretName`, tls.secretName, isDNS1123Subdomain(tls.secretName)) : []),
  ]
}

function validateRule({ host, http }: IngressRule, path: string): FieldError[] {
  const isAddress = host !== undefined && parseIP(host) !== undefined
  return [
    ...(isAddress ? [invalid(`${path}.host`, host, 'must be a DNS name, not an IP address')] : []),
    ...(host ? invalidEach(`${path}.host`, host, hostProblems(host)) : []),
    ...(http === undefined ? [] : validatePaths(http.paths ?? [], `${path}.http.paths`)),
  ]
}

const validatePaths = (paths: readonly HTTPIngressPath[], path: string): FieldError[] =>
  paths.length === 0 ? [required(path)] : paths.flatMap((one, i) => validatePath(one, `${path}[${i}]`))

function validatePath({ path = '', pathType, backend }: HTTPIngressPath, at: string): FieldError[] {
  if (pathType === undefined) return [required(`${at}.pathType`, 'pathType must be specified')]
  return [...validatePathText(path, pathType, at), ...validateBackend(backend ?? {}, `${at}.backend`)]
}

/** What an exact or prefix match cannot make sense of. */
const sequences = ['//', '/./', '/../', '%2f', '%2F']
const suffixes = ['/..', '/.']

function validatePathText(path: string, type: string, at: string): FieldError[] {
  const relative = path.startsWith('/') ? [] : [invalid(`${at}.path`, path, 'must be an absolute path')]
  if (type === 'ImplementationSpecific') return path === '' ? [] : relative
  if (type !== 'Exact' && type !== 'Prefix') return [notSupported(`${at}.pathType`, type, ['Exact', 'ImplementationSpecific', 'Prefix'])]
  return [
    ...relative,
    ...sequences.filter((text) => path.includes(text)).map((text) => invalid(`${at}.path`, path, `must not contain '${text}'`)),
    ...suffixes.filter((text) => path.endsWith(text)).map((text) => invalid(`${at}.path`, path, `cannot end with '${text}'`)),
  ]
}

function validateBackend({ resource, service }: IngressBackend, path: string): FieldError[] {
  if (resource !== undefined && service !== undefined) return [invalid(path, '', 'cannot set both resource and service backends')]
  if (resource !== undefined) return validateLocalReference(resource, `${path}.resource`)
  if (service === undefined) return [invalid(path, '', 'resource or service backend is required')]
  const name = service.name
  return [
    ...(name ? invalidEach(`${path}.service.name`, name, isDNS1123Label(name)) : [required(`${path}.service.name`)]),
    ...validateBackendPort(service.port?.name, service.port?.number, path),
  ]
}

function validateBackendPort(name: string | undefined, number: number | undefined, path: string): FieldError[] {
  if (name && number) return [invalid(path, '', 'cannot set both port name & port number')]
  if (name) return invalidEach(`${path}.service.port.name`, name, isValidPortName(name))
  if (number) return invalidEach(`${path}.service.port.number`, number, isValidPortNum(number))
  return [required(path, 'port name or number is required')]
}

export function validateIngressStatusUpdate(ingress: Ingress, old: Ingress): FieldError[] {
  return [
    ...validateObjectMetaUpdate(ingress, old),
    ...(ingress.status?.loadBalancer?.ingress ?? []).flatMap(({ ip, hostname }, i) => {
      const at = `status.loadBalancer.ingress[${i}]`
      return [...(ip ? validateIP(ip, `${at}.ip`) : []), ...(hostname ? validateHostname(hostname, `${at}.hostname`) : [])]
    }),
  ]
}
