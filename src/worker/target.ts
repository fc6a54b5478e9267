/** What a person or a script means by `deploy/NAMESPACE/NAME`. */
import { groupResource, type Kind } from '../api/kinds/kind.ts'
import { kindOfResource, kinds } from '../api/kinds/registry.ts'
import { DoorError } from './door-error.ts'
import type { ObjectKey } from './protocol.ts'

export interface Target {
  readonly kind: Kind
  readonly namespace: string
  readonly name: string
}

/** `deployments.apps/NAMESPACE/NAME`; also `Deployment/…`, `deployment/…` and `deploy/…`, as people write it. */
export function targetOf(key: string): Target {
  const [resource = '', ...rest] = key.split('/')
  const kind = kindNamed(resource)
  const [namespace = '', name = ''] = kind.namespaced ? rest : ['', ...rest]
  if (name === '' || rest.length > (kind.namespaced ? 2 : 1)) throw new DoorError(`${JSON.stringify(key)} names no object: write ${kind.namespaced ? 'kind/namespace/name' : 'kind/name'}`)
  return { kind, namespace, name }
}

/** `deployments.apps/NAMESPACE/NAME`, `nodes/NAME`. */
export const objectKeyOf = ({ kind, namespace, name }: Target): ObjectKey => [groupResource(kind), ...(kind.namespaced ? [namespace] : []), name].join('/')

/** The number in `requests/7`; undefined for what is no request. */
export function requestOfRef(ref: string): number | undefined {
  const [, id] = /^requests?\/(\d+)$/.exec(ref) ?? []
  return id === undefined ? undefined : Number(id)
}

export function kindNamed(name: string): Kind {
  const wanted = name.toLowerCase()
  const known = kindOfResource(wanted) ?? kinds.find((kind) => [kind.kind.toLowerCase(), kind.plural, kind.singular, groupResource(kind), ...kind.shortNames].includes(wanted))
  if (!known) throw new DoorError(`error: the server doesn't have a resource type "${name}"`)
  return known
}
