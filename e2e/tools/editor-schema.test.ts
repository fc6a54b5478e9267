import { describe, expect, it } from 'vitest'
import { buildSchema } from './editor-schema.ts'

type Definition = { readonly description?: string; readonly properties: { readonly [name: string]: { readonly description?: string; readonly type?: unknown } }; readonly required?: readonly string[] }
const definitions = buildSchema()['definitions'] as { readonly [name: string]: Definition }

describe("the editor's schema", () => {
  it('explains each field in its own words', () => {
    expect(definitions['V1ObjectMeta']?.properties['annotations']?.description).toMatch(/^Annotations is an unstructured key value map/)
    expect(definitions['V1DeploymentSpec']?.properties['replicas']?.description).toMatch(/^Number of desired pods\./)
    expect(definitions['V1LabelSelector']?.description).toMatch(/^A label selector is a label query/)
    const texts = Object.values(definitions).flatMap(({ properties }) => Object.values(properties).map(({ description = '' }) => description))
    expect(texts.filter((text) => /OpenAPI Generator|import \{|\*\/|\\'/.test(text))).toEqual([])
  })

  it('asks for what Kubernetes asks for', () => {
    expect(definitions['V1DeploymentSpec']?.required).toEqual(['selector', 'template'])
    expect(definitions['V1Container']?.required).toEqual(['name'])
  })
})
