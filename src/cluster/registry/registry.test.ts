import { describe, expect, it } from 'vitest'
import { formatReference, parseReference } from './reference.ts'
import { createRegistry } from './registry.ts'

describe('image references', () => {
  const cases = [
    ['nginx', 'docker.io/library/nginx:latest'],
    ['nginx:1.27', 'docker.io/library/nginx:1.27'],
    ['bitnami/redis', 'docker.io/bitnami/redis:latest'],
    ['registry.k8s.io/pause:3.10', 'registry.k8s.io/pause:3.10'],
    ['localhost:5000/app', 'localhost:5000/app:latest'],
    ['mirrors-registry-hub.com/mytestspace:serverab-v2', 'mirrors-registry-hub.com/mytestspace:serverab-v2'],
  ] as const
  for (const [written, full] of cases) {
    it(`${written} is ${full}`, () => {
      const reference = parseReference(written)
      expect(reference && formatReference(reference)).toBe(full)
    })
  }

  it('are refused where containerd refuses them', () => {
    expect(['', 'Nginx', 'a b', 'nginx:', 'nginx:1:2'].map(parseReference)).toEqual([undefined, undefined, undefined, undefined, undefined])
  })
})

describe('the registry', () => {
  const registry = createRegistry()

  it('has the tags that were pushed and no others', () => {
    expect(registry.resolve('mirrors-registry-hub.com/mytestspace:serverab-v3').ok).toBe(true)
    expect(registry.resolve('mirrors-registry-hub.com/mytestspace:serverb-v2')).toMatchObject({ ok: false, invalid: false })
  })

  it('runs a public image it knows nothing about as a generic server', () => {
    const resolved = registry.resolve('ghcr.io/someone/something:1.0')
    expect(resolved.ok && resolved.image.generic).toBe(true)
  })
})

describe('tags of official images', () => {
  it.each(['nginx', 'nginx:1.27', 'nginx:1.14.2', 'nginx:stable-alpine', 'nginx:1.29-alpine3.22-slim', 'postgres:18-bookworm', 'mongo:6.0.2-focal', 'debian:bookworm-20250610', 'ubuntu:22.04', 'busybox:1.36-musl', 'redis:7.2'])('%s exists', (text) => {
    expect(createRegistry().resolve(text).ok).toBe(true)
  })

  it.each(['nginx:1.161', 'nginx:zzz', 'nginx:99', 'nginx:1.27-nope', 'ubuntu:99.04', 'redis:v3-final', 'busybox:1.36.1.2.3'])('%s does not', (text) => {
    expect(createRegistry().resolve(text)).toMatchObject({ ok: false, invalid: false })
  })
})
