/**
 * The editor's schema: draft-07 definitions of the kinds we simulate, made from the models of @kubernetes/client-node
 * (Kubernetes 1.36) with their descriptions, and served as `schema/kubernetes.json`. Built once per start; not in git.
 */
import { readFileSync, readdirSync } from 'node:fs'
import path from 'node:path'
import type { Plugin } from 'vite'

interface Attribute {
  readonly name: string
  readonly baseName: string
  readonly type: string
  readonly format: string
}
interface Model {
  readonly attributes: readonly Attribute[]
  readonly required: ReadonlySet<string>
  readonly descriptions: ReadonlyMap<string, string>
  /** Of the type itself. */
  readonly description: string
}
type Schema = { [key: string]: unknown }

/** apiVersion and kind of what can be applied, with the model's name. */
const roots: readonly (readonly [string, string, string])[] = [
  ['v1', 'Namespace', 'V1Namespace'],
  ['v1', 'Node', 'V1Node'],
  ['v1', 'Pod', 'V1Pod'],
  ['v1', 'Service', 'V1Service'],
  ['v1', 'Endpoints', 'V1Endpoints'],
  ['v1', 'ConfigMap', 'V1ConfigMap'],
  ['v1', 'Secret', 'V1Secret'],
  ['v1', 'ServiceAccount', 'V1ServiceAccount'],
  ['apps/v1', 'Deployment', 'V1Deployment'],
  ['apps/v1', 'ReplicaSet', 'V1ReplicaSet'],
  ['networking.k8s.io/v1', 'Ingress', 'V1Ingress'],
  ['networking.k8s.io/v1', 'IngressClass', 'V1IngressClass'],
  ['discovery.k8s.io/v1', 'EndpointSlice', 'V1EndpointSlice'],
  ['coordination.k8s.io/v1', 'Lease', 'V1Lease'],
  ['scheduling.k8s.io/v1', 'PriorityClass', 'V1PriorityClass'],
]

const models = path.resolve('node_modules/@kubernetes/client-node/dist/gen/models')

/** A field, with the comment right before it where there is one: references have none. */
const fieldOfClass = /(?:\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\s*)?^ *'([\w$-]+)'(\?)?:/gm
const classComment = /\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\s*export declare class/

const plain = (comment = ''): string => comment.replace(/^\s*\* ?/gm, '').replace(/\\(['"])/g, '$1').trim()

function readModel(name: string): Model | undefined {
  if (!readdirSync(models).includes(`${name}.d.ts`)) return undefined
  const types = readFileSync(path.join(models, `${name}.d.ts`), 'utf8')
  const code = readFileSync(path.join(models, `${name}.js`), 'utf8')
  const list = /attributeTypeMap = (\[[\s\S]*?\n\s*\]);/.exec(code)?.[1] ?? '[]'
  const attributes = JSON.parse(list.replace(/,(\s*[\]}])/g, '$1')) as Attribute[]
  const required = new Set<string>()
  const descriptions = new Map<string, string>()
  for (const [, comment, field = '', optional] of types.matchAll(fieldOfClass)) {
    descriptions.set(field, plain(comment))
    if (optional === undefined) required.add(field)
  }
  return { attributes, required, descriptions, description: plain(classComment.exec(types)?.[1]) }
}

export function buildSchema(): Schema {
  const definitions: { [name: string]: Schema } = {}
  const visit = (name: string): Schema => {
    if (definitions[name]) return { $ref: `#/definitions/${name}` }
    const model = readModel(name)
    if (!model) return {}
    definitions[name] = {}
    const properties = Object.fromEntries(
      model.attributes.map(({ name: field, baseName, type, format }) => {
        const description = model.descriptions.get(field)
        return [baseName, { ...typeSchema(type, format, visit), ...(description && { description }) }]
      }),
    )
    const required = model.attributes.filter(({ name: field }) => model.required.has(field)).map(({ baseName }) => baseName)
    definitions[name] = { type: 'object', description: model.description, properties, additionalProperties: false, ...(required.length > 0 && { required }) }
    return { $ref: `#/definitions/${name}` }
  }
  const oneOf = roots.map(([apiVersion, kind, model]) => {
    visit(model)
    const definition = definitions[model] ?? {}
    const fields = definition['properties'] as { [name: string]: Schema }
    const properties = { ...fields, apiVersion: { ...fields['apiVersion'], enum: [apiVersion] }, kind: { ...fields['kind'], enum: [kind] } }
    return { ...definition, properties, required: ['apiVersion', 'kind', 'metadata'] }
  })
  return { $schema: 'http://json-schema.org/draft-07/schema#', oneOf, definitions }
}

function typeSchema(type: string, format: string, visit: (name: string) => Schema): Schema {
  const list = /^Array<(.*)>$/.exec(type)?.[1]
  if (list) return { type: 'array', items: typeSchema(list, format, visit) }
  const map = /^\{ \[key: string\]: (.*?);? \}$/.exec(type)?.[1]
  if (map) return { type: 'object', additionalProperties: typeSchema(map, format, visit) }
  if (type === 'IntOrString') return { type: ['integer', 'string'] }
  if (format === 'quantity') return { type: ['string', 'number'] }
  if (type === 'number') return { type: format.startsWith('int') ? 'integer' : 'number' }
  if (type === 'string' || type === 'boolean') return { type }
  if (type === 'Date' || type === 'V1MicroTime') return { type: 'string' }
  return type === 'any' || type === 'object' ? {} : visit(type)
}

const fileName = 'schema/kubernetes.json'

export function kubernetesSchema(): Plugin {
  let text = ''
  const schema = (): string => (text ||= JSON.stringify(buildSchema()))
  return {
    name: 'kubernetes-schema',
    configureServer: (server) => {
      server.middlewares.use(`/${fileName}`, (_, response) => {
        response.setHeader('content-type', 'application/json')
        response.end(schema())
      })
    },
    generateBundle() {
      this.emitFile({ type: 'asset', fileName, source: schema() })
    },
  }
}
