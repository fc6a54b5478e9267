import { describe, expect, it } from 'vitest'
import type { Ingress } from '../../api/generated/types.ts'
import { rewritten, route, serversOf } from './locations.ts'

interface PathRule {
  readonly path: string
  readonly pathType?: 'Exact' | 'Prefix' | 'ImplementationSpecific'
  readonly to?: string
}

function ingressOf(paths: readonly PathRule[], annotations: { readonly [name: string]: string } = {}, host?: string): Ingress {
  const prefixed = Object.fromEntries(Object.entries(annotations).map(([name, value]) => [`nginx.ingress.kubernetes.io/${name}`, value]))
  const rules = paths.map(({ path, pathType = 'Prefix', to = path }) => ({ path, pathType, backend: { service: { name: to, port: { number: 80 } } } }))
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: { name: 'web', namespace: 'shop', annotations: prefixed },
    spec: { rules: [{ ...(host && { host }), http: { paths: rules } }] },
  }
}

describe('nginx locations', () => {
  const cases = [
    { name: 'a prefix matches whole path elements', paths: [{ path: '/foo/bar' }], hits: ['/foo/bar', '/foo/bar/', '/foo/bar/baz'], misses: ['/foo/barbaz', '/foo', '/FOO/bar'] },
    { name: 'a prefix of / matches everything', paths: [{ path: '/' }], hits: ['/', '/anything'], misses: [] },
    { name: 'an exact path matches itself alone', paths: [{ path: '/foo', pathType: 'Exact' as const }], hits: ['/foo'], misses: ['/foo/', '/foo/bar'] },
  ]
  for (const { name, paths, hits, misses } of cases) {
    it(name, () => {
      const servers = serversOf([ingressOf(paths)])
      expect(hits.filter((path) => !route(servers, 'demo', path))).toEqual([])
      expect(misses.filter((path) => route(servers, 'demo', path))).toEqual([])
    })
  }

  it('the longest path wins, and an exact one before a prefix of the same length', () => {
    const servers = serversOf([ingressOf([{ path: '/', to: 'root' }, { path: '/foo', to: 'prefix' }, { path: '/foo', pathType: 'Exact', to: 'exact' }, { path: '/foo/bar', to: 'longer' }])])
    const services = ['/foo', '/foo/x', '/foo/bar/x', '/other'].map((path) => route(servers, 'demo', path)?.service)
    expect(services).toEqual(['exact', 'prefix', 'longer', 'root'])
  })

  it('a rewrite on one Ingress makes regular expressions of all paths of that host', () => {
    const servers = serversOf([ingressOf([{ path: '/plain', to: 'plain' }], {}, 'a.example'), ingressOf([{ path: '/api' }], { 'rewrite-target': '/' }, 'a.example'), ingressOf([{ path: '/plain', to: 'other' }], {}, 'b.example')])
    expect(route(servers, 'a.example', '/PLAINer')?.service).toBe('plain')
    expect(route(servers, 'b.example', '/PLAINer')).toBeUndefined()
  })

  it('a host is matched before a wildcard, and a wildcard before the rule without a host', () => {
    const servers = serversOf([ingressOf([{ path: '/', to: 'any' }]), ingressOf([{ path: '/', to: 'wild' }], {}, '*.example.com'), ingressOf([{ path: '/', to: 'named' }], {}, 'a.example.com')])
    expect(['a.example.com', 'b.example.com', 'x.y.example.com', 'demo'].map((host) => route(servers, host, '/')?.service)).toEqual(['named', 'wild', 'any', 'any'])
  })

  const rewrites = [
    { name: 'rewrite-target / swallows the rest of the path', path: '/myservers', target: '/', from: '/myservers/clientapi', to: '/' },
    { name: 'a capture group keeps it', path: '/myservers(/|$)(.*)', target: '/$2', from: '/myservers/clientapi', to: '/clientapi' },
    { name: 'a group that matched nothing is empty', path: '/myservers(/|$)(.*)', target: '/$2', from: '/myservers', to: '/' },
    { name: 'a target equal to the path changes nothing', path: '/', target: '/', from: '/anything', to: '/anything' },
  ]
  for (const { name, path, target, from, to } of rewrites) {
    it(name, () => {
      const location = route(serversOf([ingressOf([{ path }], { 'rewrite-target': target })]), 'demo', from)
      expect(location && rewritten(location, from)).toBe(to)
    })
  }
})
