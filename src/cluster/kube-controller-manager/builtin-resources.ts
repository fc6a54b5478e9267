/** The built-in resources as the controllers that look after all of them need them: namespace and garbage collector. */
import { apiVersionOf, kinds } from '../../api/kinds/registry.ts'
import { groupResource } from '../../api/kinds/kind.ts'
import type { Resource } from '../client-go/client.ts'

export interface BuiltinResource {
  /** Every kind of the registry is a key of the generated types. */
  readonly resource: Resource
  readonly apiVersion: string
  readonly kind: string
  readonly namespaced: boolean
}

export const builtinResources: readonly BuiltinResource[] = kinds.map((kind) => ({
  resource: groupResource(kind) as Resource,
  apiVersion: apiVersionOf(kind),
  kind: kind.kind,
  namespaced: kind.namespaced,
}))

export const namespacedResources: readonly Resource[] = builtinResources.filter(({ namespaced }) => namespaced).map(({ resource }) => resource)

export const resourceFor = (apiVersion: string, kind: string): BuiltinResource | undefined =>
  builtinResources.find((candidate) => candidate.apiVersion === apiVersion && candidate.kind === kind)
