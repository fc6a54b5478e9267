/** Reads a request's path: `/apis/apps/v1/namespaces/shop/deployments/web/scale` and its relatives. */
import type { Kind } from '../../api/kinds/kind.ts'
import { apiVersionOf, kinds } from '../../api/kinds/registry.ts'
import { unescapeUrl } from '../../api/meta/http.ts'

export interface Route {
  readonly kind: Kind
  /** '' for cluster-scoped kinds and for a namespaced collection of all namespaces. */
  readonly namespace: string
  /** '' for the collection. */
  readonly name: string
  /** '' for the object itself. */
  readonly subresource: string
}

export function routeOf(path: string): Route | undefined {
  const match = /^\/(?:api\/([^/]+)|apis\/([^/]+\/[^/]+))\/(.+?)\/?$/.exec(path)
  if (!match) return undefined
  const groupVersion = match[1] ?? match[2] ?? ''
  const parts = (match[3] ?? '').split('/').map(unescapeUrl)
  const kindNamed = (plural: string | undefined) => kinds.find((kind) => kind.plural === plural && apiVersionOf(kind) === groupVersion)
  if (parts[0] === 'namespaces' && parts.length >= 3) {
    const [, namespace = '', plural, name = '', subresource = ''] = parts
    const kind = kindNamed(plural)
    if (kind?.namespaced && parts.length <= 5) return { kind, namespace, name, subresource }
  }
  const [plural, name = '', subresource = ''] = parts
  const kind = kindNamed(plural)
  const known = subresource === '' || kind?.subresources.some((candidate) => candidate === subresource)
  if (!kind || !known || parts.length > 3 || (kind.namespaced && parts.length > 1)) return undefined
  return { kind, namespace: '', name, subresource }
}
