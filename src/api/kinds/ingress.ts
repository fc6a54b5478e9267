/**
 * Ingress. Follows kubernetes v1.36 pkg/registry/networking/ingress, pkg/apis/networking/validation and
 * pkg/printers/internalversion (printIngress).
 */
import { ensureFields, keepFrom } from '../defaults/draft.ts'
import type { Ingress, IngressBackend } from '../generated/types.ts'
import { validateIngress, validateIngressStatusUpdate, validateIngressUpdate } from '../validation/ingress.ts'
import { nameIsDNSSubdomain } from '../validation/names.ts'
import { addressesOf, ageColumn, appOf, column, nameColumn } from './columns.ts'
import type { Kind, Reference } from './kind.ts'

const classAnnotation = 'kubernetes.io/ingress.class'

export const ingressKind: Kind<Ingress> = {
  group: 'networking.k8s.io',
  version: 'v1',
  kind: 'Ingress',
  plural: 'ingresses',
  singular: 'ingress',
  shortNames: ['ing'],
  categories: [],
  namespaced: true,
  generation: true,
  subresources: ['status'],
  applyDefaults: (draft) => void ensureFields(draft, 'spec'),
  prepareForCreate: (draft) => void (draft['status'] = { loadBalancer: {} }),
  prepareForUpdate: (draft, old) => keepFrom(draft, old, 'status'),
  validateName: nameIsDNSSubdomain,
  validate: validateIngress,
  validateUpdate: validateIngressUpdate,
  validateStatusUpdate: validateIngressStatusUpdate,
  warnings: (object) =>
    object.metadata.annotations?.[classAnnotation] === undefined
      ? []
      : [`annotation "${classAnnotation}" is deprecated, please use 'spec.ingressClassName' instead`],
  columns: [
    nameColumn,
    column('Class', (object) => className(object) || '<none>', { description: 'The name of the IngressClass resource that should be used for additional configuration' }),
    column('Hosts', (object) => hostsCell(object), { description: 'Hosts that incoming requests are matched against before the ingress rule' }),
    column('Address', (object) => addressCell(object), {
      description: 'Address is a list containing ingress points for the load-balancer',
    }),
    column('Ports', (object) => ((object.spec.tls ?? []).length > 0 ? '80, 443' : '80'), {
      description: 'Ports of TLS configurations that open',
    }),
    ageColumn,
  ],
  references: ingressReferences,
  row: (object) => ({
    health: object.metadata.deletionTimestamp === undefined ? (addressCell(object) === '' ? 'pending' : 'ok') : 'terminating',
    phase: addressCell(object),
    ...appOf(object.metadata),
    detail: {
      className: className(object),
      address: addressCell(object),
      rewriteTarget: object.metadata.annotations?.['nginx.ingress.kubernetes.io/rewrite-target'] ?? '',
      useRegex: object.metadata.annotations?.['nginx.ingress.kubernetes.io/use-regex'] === 'true',
      defaultBackend: object.spec.defaultBackend === undefined ? '' : backendText(object.spec.defaultBackend),
      rules: (object.spec.rules ?? []).map((rule) => ({
        host: rule.host ?? '',
        paths: (rule.http?.paths ?? []).map(({ path, pathType, backend }) => ({
          path: path ?? '',
          pathType,
          service: backend.service?.name ?? '',
          port: backend.service?.port?.name || (backend.service?.port?.number ?? 0),
        })),
      })),
    },
  }),
}

const className = (object: Ingress): string => object.spec.ingressClassName ?? object.metadata.annotations?.[classAnnotation] ?? ''

/** Three hosts at most, then how many more rules there are. */
function hostsCell(object: Ingress): string {
  const rules = object.spec.rules ?? []
  const hosts: string[] = []
  let hasMore = false
  for (const { host } of rules) {
    hasMore ||= hosts.length === 3
    if (!hasMore && host) hosts.push(host)
  }
  if (hosts.length === 0) return '*'
  return hasMore ? `${hosts.join(',')} + ${rules.length - 3} more...` : hosts.join(',')
}

const addressCell = (object: Ingress): string => addressesOf(object.status?.loadBalancer?.ingress ?? []).join(',')

function backendText(backend: IngressBackend): string {
  if (backend.service === undefined) return `${backend.resource?.kind ?? ''}/${backend.resource?.name ?? ''}`
  return `${backend.service.name}:${backend.service.port?.name || (backend.service.port?.number ?? '')}`
}

function ingressReferences(object: Ingress): readonly Reference[] {
  const namespace = object.metadata.namespace ?? ''
  const routes = (backend: IngressBackend | undefined, path: string): Reference[] =>
    backend?.service?.name ? [{ type: 'routes', resource: 'services', namespace, name: backend.service.name, path }] : []
  const name = className(object)
  return [
    ...(name === '' ? [] : [{ type: 'class', resource: 'ingressclasses.networking.k8s.io', namespace: '', name, path: 'spec.ingressClassName' } as const]),
    ...routes(object.spec.defaultBackend, 'spec.defaultBackend'),
    ...(object.spec.rules ?? []).flatMap((rule, i) =>
      (rule.http?.paths ?? []).flatMap(({ backend }, j) => routes(backend, `spec.rules[${i}].http.paths[${j}].backend`)),
    ),
    ...(object.spec.tls ?? []).flatMap(({ secretName }, i): Reference[] =>
      secretName ? [{ type: 'uses', resource: 'secrets', namespace, name: secretName, path: `spec.tls[${i}].secretName` }] : [],
    ),
  ]
}
