import { describe, expect, it } from 'vitest'
import type { CatalogueKind } from '../../worker/protocol.ts'
import type { FileState } from './files.ts'
import { findManifest } from './find-manifest.ts'

const kind = (name: string, resource: string): CatalogueKind => ({ resource, group: '', version: 'v1', kind: name, plural: '', shortNames: [], namespaced: true, scalable: false })
const kinds = [kind('Deployment', 'deployments.apps'), kind('Pod', 'pods'), kind('Service', 'services')]
const manifest = (of: string, name: string) => `kind: ${of}\nmetadata:\n  name: ${name}\n  namespace: shop\n`
const file = (name: string, ...documents: string[]): FileState => ({ name, text: documents.join('---\n'), applied: '', problems: [], refused: false, partly: false, objects: [] })

describe('the manifest of an object', () => {
  const files = [file('a.yaml', manifest('Service', 'web')), file('b.yaml', manifest('Service', 'api'), manifest('Deployment', 'web')), file('c.yaml', manifest('Service', 'web'))]
  const find = (keys: readonly string[], open = 'a.yaml') => findManifest(keys, { files, open }, kinds)

  it('is its own, or that of what made it', () => {
    expect(find(['services/shop/api'])).toEqual({ file: 'b.yaml', line: 3 })
    expect(find(['pods/shop/web-1-a', 'replicasets.apps/shop/web-1', 'deployments.apps/shop/web'])).toEqual({ file: 'b.yaml', line: 8 })
  })

  it('is the one in the open file, if several have it', () => {
    expect(find(['services/shop/web'])?.file).toBe('a.yaml')
    expect(find(['services/shop/web'], 'c.yaml')?.file).toBe('c.yaml')
  })

  it('is none for what nobody wrote', () => {
    expect(find(['pods/shop/other'])).toBeUndefined()
  })
})
