/**
 * What nginx is configured with: per host an ordered list of locations. Follows ingress-nginx v1.14
 * internal/ingress/controller (controller.go, location.go, template.go): longest path first; with rewrite-target or
 * use-regex anywhere on a host, all its paths become case-insensitive regular expressions anchored at the start.
 */
import type { Ingress } from '../../api/generated/types.ts'

const annotation = (name: string): string => `nginx.ingress.kubernetes.io/${name}`

export interface Location {
  /** `NAMESPACE/NAME` of the Ingress. */
  readonly ingress: string
  readonly path: string
  readonly type: 'exact' | 'prefix' | 'plain' | 'regex'
  readonly namespace: string
  readonly service: string
  /** Number or name of the Service's port. */
  readonly port: number | string
  /** rewrite-target, '' if there is none. */
  readonly rewrite: string
}

/** By host; '' is nginx's default server. */
export type Servers = ReadonlyMap<string, readonly Location[]>

export function serversOf(ingresses: readonly Ingress[]): Servers {
  const found = new Map<string, Location[]>()
  const regexHosts = new Set<string>()
  for (const ingress of ingresses) {
    const annotations = ingress.metadata.annotations ?? {}
    const rewrite = annotations[annotation('rewrite-target')] ?? ''
    const usesRegex = annotations[annotation('use-regex')] === 'true'
    for (const { host, location } of locationsOf(ingress, rewrite)) {
      found.set(host, [...(found.get(host) ?? []), location])
      if (usesRegex || rewrites(location)) regexHosts.add(host)
    }
  }
  return new Map([...found].map(([host, locations]) => [host, inOrder(regexHosts.has(host) ? locations.map(asRegex) : locations)]))
}

/** A target that is the path itself changes nothing. */
const rewrites = ({ path, rewrite }: Location): boolean => rewrite !== '' && rewrite !== path

const asRegex = (location: Location): Location => ({ ...location, type: 'regex' })

/** Exact before prefix of the same length; otherwise the longest path first, then the elder Ingress. */
const inOrder = (locations: readonly Location[]): Location[] =>
  [...locations].sort((a, b) => b.path.length - a.path.length || Number(b.type === 'exact') - Number(a.type === 'exact'))

function locationsOf({ metadata, spec }: Ingress, rewrite: string): { host: string; location: Location }[] {
  const base = { ingress: `${metadata.namespace ?? ''}/${metadata.name}`, namespace: metadata.namespace ?? '', rewrite }
  const fallback = spec.defaultBackend?.service
  const byRule = (spec.rules ?? []).flatMap(({ host = '', http }) =>
    (http?.paths ?? []).flatMap(({ path = '/', pathType, backend }) => {
      const { service } = backend
      if (!service) return []
      const location: Location = { ...base, path: path || '/', type: typeOf(pathType), service: service.name, port: portOf(service.port) }
      return [{ host: host.toLowerCase(), location }]
    }),
  )
  if (!fallback) return byRule
  return [...byRule, { host: '', location: { ...base, path: '/', type: 'prefix', service: fallback.name, port: portOf(fallback.port) } }]
}

const typeOf = (pathType: string | undefined): Location['type'] => (pathType === 'Exact' ? 'exact' : pathType === 'Prefix' ? 'prefix' : 'plain')

const portOf = (port: { readonly name?: string; readonly number?: number } | undefined): number | string => port?.number ?? port?.name ?? 0

/** The location that takes this request, from the server of its host, else from the default one. */
export function route(servers: Servers, host: string, path: string): Location | undefined {
  const wildcard = `*${host.slice(host.indexOf('.'))}`
  const server = servers.get(host) ?? (host.includes('.') ? servers.get(wildcard) : undefined) ?? servers.get('')
  return server?.find((location) => matches(location, path))
}

function matches({ type, path }: Location, requested: string): boolean {
  if (type === 'exact') return requested === path
  if (type === 'plain') return requested.startsWith(path)
  if (type === 'regex') return expression(`^${path}`)?.test(requested) ?? false
  const stem = path.replace(/\/+$/, '')
  return requested === stem || requested.startsWith(`${stem}/`)
}

/** Undefined where nginx would refuse the configuration. */
function expression(source: string): RegExp | undefined {
  try {
    return new RegExp(source, 'i')
  } catch {
    return undefined
  }
}

/** The path as the Service's pods see it: `rewrite "(?i)PATH" TARGET break`. */
export function rewritten(location: Location, requested: string): string {
  const match = rewrites(location) ? expression(location.path)?.exec(requested) : undefined
  if (!match) return requested
  const target = location.rewrite.replace(/\$(\d)/g, (_, group: string) => match[Number(group)] ?? '')
  return target.startsWith('/') ? target : `/${target}`
}
