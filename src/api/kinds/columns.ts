/**
 * Printer columns that many kinds share, and the small cells they are made of.
 * Follows kubernetes v1.36 pkg/printers/internalversion/printers.go.
 */
import type { ApiObject, ObjectMeta } from '../meta/object.ts'
import { ageOf } from './age.ts'
import type { PrinterColumn } from './kind.ts'

export const nameColumn: PrinterColumn = {
  name: 'Name',
  type: 'string',
  priority: 0,
  description:
    'Name must be unique within a namespace. Is required when creating resources, although some resources may allow a client to request the generation of an appropriate name automatically. Name is primarily intended for creation idempotence and configuration definition. Cannot be updated. More info: https://kubernetes.io/docs/concepts/overview/working-with-objects/names#names',
  cell: (object) => object.metadata.name,
}

export const ageColumn: PrinterColumn = {
  name: 'Age',
  type: 'string',
  priority: 0,
  description:
    'CreationTimestamp is a timestamp representing the server time when this object was created. It is not guaranteed to be set in happens-before order across separate operations. Clients may not set this value. It is represented in RFC3339 form and is in UTC.\n\nPopulated by the system. Read-only. Null for lists. More info: https://git.k8s.io/community/contributors/devel/sig-architecture/api-conventions.md#metadata',
  cell: (object, now) => ageOf(object.metadata.creationTimestamp, now),
}

interface Rest {
  readonly wide?: true
  readonly type?: 'integer'
  readonly description?: string
}

export const column = <T extends ApiObject>(
  name: string,
  cell: (object: T, now: string) => string | number,
  rest: Rest = {},
): PrinterColumn<T> => ({
  name,
  type: rest.type ?? 'string',
  priority: rest.wide === true ? 1 : 0,
  description: rest.description ?? '',
  cell,
})

/** `a=b,c=d`, or `<none>`. */
export function labelsText(labels: { readonly [key: string]: string } | undefined): string {
  const pairs = Object.entries(labels ?? {}).map(([key, value]) => `${key}=${value}`)
  return pairs.length === 0 ? '<none>' : pairs.sort().join(',')
}

/** Addresses of a load balancer, each once and sorted as upstream's sets are. */
export function addressesOf(ingress: readonly { readonly ip?: string; readonly hostname?: string }[]): readonly string[] {
  const addresses = ingress.map(({ ip, hostname }) => ip || hostname || '').filter((address) => address !== '')
  return [...new Set(addresses)].sort()
}

/** The first labels that name an application, for the hue of a card. */
export function appOf(meta: ObjectMeta): { readonly app?: string } {
  const labels = meta.labels ?? {}
  const app = labels['app.kubernetes.io/name'] ?? labels['app'] ?? labels['k8s-app']
  return app === undefined ? {} : { app }
}
