import { describe, expect, it } from 'vitest'
import { countsOf, textsOf } from './compared.ts'

describe('a comparison', () => {
  const field = { path: 'spec.replicas', before: '1', after: '2' }
  const result = {
    output: [],
    problems: [],
    documents: [
      { object: 'services/shop/web', verb: 'unchanged', before: 'a: 1\n', after: 'a: 1\n', fields: [] },
      { object: 'services/shop/api', verb: 'created', before: '', after: 'b: 1\n', fields: [] },
      { object: 'deployments.apps/shop/web', verb: 'configured', before: 'c: 1\n', after: 'c: 2\n', fields: [field, field] },
    ],
  } as const

  it('counts fields, and objects that would be new', () => expect(countsOf(result)).toEqual({ fields: 2, created: 1 }))

  it('stands all documents of the file against each other', () => {
    expect(textsOf(result)).toEqual({ before: 'a: 1\n---\nc: 1\n', after: 'a: 1\n---\nb: 1\n---\nc: 2\n' })
  })
})
