import { describe, expect, it } from 'vitest'
import type { Deployment, ReplicaSet } from '../../../api/generated/types.ts'
import { maxSurge, maxUnavailable, newSetReplicas } from './fenceposts.ts'
import { annotationsFor, revisionAnnotation, withReplicas } from './revision.ts'
import { proportions } from './scale.ts'
import { templateHash } from './template-hash.ts'

const template = { metadata: { name: '', labels: { app: 'web' } }, spec: { containers: [{ name: 'web', image: 'nginx:1.27' }] } }

const deployment = (replicas: number, surge: number | string = '25%', unavailable: number | string = '25%'): Deployment => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web', namespace: 'shop' },
  spec: {
    replicas,
    selector: { matchLabels: { app: 'web' } },
    template,
    strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: surge, maxUnavailable: unavailable } },
  },
})

const set = (name: string, replicas: number, of?: Deployment): ReplicaSet => ({
  apiVersion: 'apps/v1',
  kind: 'ReplicaSet',
  metadata: { name, creationTimestamp: `2026-01-01T00:00:0${name.at(-1)}Z`, ...(of && { annotations: withReplicas(of, {}) }) },
  spec: { replicas, selector: {} },
})

describe('how far a rolling update may go', () => {
  it.each([
    { name: 'three replicas by default', of: deployment(3), surge: 1, unavailable: 0 },
    { name: 'four replicas by default', of: deployment(4), surge: 1, unavailable: 1 },
    { name: 'ten replicas by default', of: deployment(10), surge: 3, unavailable: 2 },
    { name: 'double the pods for a while', of: deployment(10, '100%', 0), surge: 10, unavailable: 0 },
    { name: 'both round to nothing, so one may be unavailable', of: deployment(2, 0, '25%'), surge: 0, unavailable: 1 },
  ])('$name: surge $surge, unavailable $unavailable', ({ of, surge, unavailable }) => {
    expect([maxSurge(of), maxUnavailable(of)]).toEqual([surge, unavailable])
  })

  it.each([
    { name: 'room for two more than wanted', of: deployment(10, 2), old: 5, current: 0, grown: 7 },
    { name: 'a set that is too large shrinks elsewhere', of: deployment(10, 2), old: 10, current: 2, grown: 2 },
  ])('the new set grows into the room that is left: $name', ({ of, old, current, grown }) => {
    expect(newSetReplicas(of, [set('rs-1', old), set('rs-2', current)], current)).toBe(grown)
  })
})

it('a Deployment that is scaled while its rollout is stuck grows both sets in proportion', () => {
  const before = deployment(10, 3, 2)
  const shares = proportions(deployment(15, 3, 2), [set('rs-1', 8, before), set('rs-2', 5, before)])
  expect([...shares].map(([{ metadata }, size]) => [metadata.name, size])).toEqual([
    ['rs-1', 11],
    ['rs-2', 7],
  ])
})

describe('revisions', () => {
  it('the current set takes the next number and remembers the ones it had', () => {
    const annotations = annotationsFor(deployment(1), { [revisionAnnotation]: '1' }, 3)
    expect(annotations).toEqual({ [revisionAnnotation]: '3', 'deployment.kubernetes.io/revision-history': '1' })
  })

  it('annotations of the Deployment go into the set, but not what was applied', () => {
    const applied = { 'kubectl.kubernetes.io/last-applied-configuration': '{}', 'kubernetes.io/change-cause': 'image 1.28' }
    const of = { ...deployment(1), metadata: { ...deployment(1).metadata, annotations: applied } }
    expect(annotationsFor(of, {}, 1)).toEqual({ 'kubernetes.io/change-cause': 'image 1.28', [revisionAnnotation]: '1' })
  })
})

describe('pod-template-hash', () => {
  it('is the same for the same template, whatever the order of its fields', () => {
    const turned = { spec: { containers: [{ image: 'nginx:1.27', name: 'web' }] }, metadata: { labels: { app: 'web' }, name: '' } }
    expect(templateHash(template, undefined)).toBe(templateHash(turned, undefined))
  })

  it('changes with the image and with the collision count, and spells no words', () => {
    const other = { ...template, spec: { containers: [{ name: 'web', image: 'nginx:1.28' }] } }
    const hashes = [templateHash(template, undefined), templateHash(template, 1), templateHash(other, undefined)]
    expect(new Set(hashes).size).toBe(3)
    for (const hash of hashes) expect(hash).toMatch(/^[bcdfghjklmnpqrstvwxz2456789]{1,10}$/)
  })
})
