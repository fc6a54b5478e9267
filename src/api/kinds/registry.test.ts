import { describe, expect, it } from 'vitest'
import { groupResource } from './kind.ts'
import { apiVersionOf, kindOfManifest, kindOfResource, kinds } from './registry.ts'

describe('the registry of kinds', () => {
  it('finds every kind by its resource and by its manifest', () => {
    for (const kind of kinds) {
      expect(kindOfResource(groupResource(kind))).toBe(kind)
      expect(kindOfManifest(apiVersionOf(kind), kind.kind)).toBe(kind)
    }
  })

  it('has no short name twice', () => {
    const names = kinds.flatMap(({ plural, singular, shortNames }) => [...new Set([plural, singular, ...shortNames])])
    expect(new Set(names).size).toBe(names.length)
  })

  it('knows no kind of another version', () => {
    expect(kindOfManifest('extensions/v1beta1', 'Ingress')).toBeUndefined()
  })
})
