import { describe, expect, it } from 'vitest'
import { documentAt, documentsOf } from './documents.ts'

const deployment = ['apiVersion: apps/v1', 'kind: Deployment', 'metadata:', '  labels:', '    name: not-this', '  name: web # ours', '  namespace: shop', 'spec:', '  template:', '    metadata:', '      name: nor-this'].join('\n')

describe('the objects a text speaks of', () => {
  it('are named by kind, namespace and name of the document itself', () => {
    expect(documentsOf(deployment)).toEqual([{ line: 1, nameLine: 6, from: 1, to: 11, kind: 'Deployment', namespace: 'shop', name: 'web' }])
  })

  it('stand at the first key of each document, comments and marks aside', () => {
    const text = `# two things\n---\n${deployment}\n---\n\n# a folder\nkind: Namespace\nmetadata:\n  name: "shop"\n`
    expect(documentsOf(text).map(({ line, kind, name }) => [line, kind, name])).toEqual([
      [3, 'Deployment', 'web'],
      [17, 'Namespace', 'shop'],
    ])
  })

  it('own the lines between the marks, what lies between them and cannot be read owns its own', () => {
    const text = `${deployment}\n---\n# nothing yet\nspec: {}\n---\nkind: Namespace\nmetadata:\n  name: shop\n`
    const documents = documentsOf(text)
    expect([1, 11, 12, 13, 14, 15, 18].map((line) => documentAt(documents, line)?.kind)).toEqual(['Deployment', 'Deployment', 'Deployment', undefined, undefined, 'Namespace', 'Namespace'])
    expect(documents.map(({ nameLine }) => nameLine)).toEqual([6, 18])
  })

  it('are none where nothing has a kind and a name yet', () => {
    expect(documentsOf('')).toEqual([])
    expect(documentsOf('kind: Pod\nmetadata:\n')).toEqual([])
    expect(documentsOf('{"kind":"Pod","metadata":{"name":"x"}}')).toEqual([])
  })
})
