import { describe, expect, it } from 'vitest'
import { stagesOf } from './command.ts'
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

describe('command lines', () => {
  const cases = [
    { name: 'sleep', command: ['sleep', '1h'], stages: [{ type: 'wait', seconds: 3_600 }, { type: 'exit', code: 0 }] },
    { name: 'a script that fails', command: ['sh', '-c', 'echo "on it"; exit 7'], stages: [{ type: 'print', text: 'on it' }, { type: 'exit', code: 7 }] },
    { name: 'a loop', command: ['/bin/sh', '-c', 'while true; do echo hi; sleep 5; done'], stages: [{ type: 'print', text: 'hi' }, { type: 'wait', seconds: 5 }, { type: 'repeat' }] },
    { name: 'nothing', command: [], stages: [{ type: 'exit', code: 0 }] },
  ]
  for (const { name, command, stages } of cases) it(name, () => expect(stagesOf(command, [])).toEqual(stages))

  it('start the server of the image when they name a program of its own', () => {
    expect(stagesOf(['nginx', '-g', 'daemon off;'], [{ type: 'listen' }])).toEqual([{ type: 'listen' }])
  })
})
