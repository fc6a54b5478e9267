/**
 * Writes src/api/generated from what a real kube-apiserver 1.36 says of itself (`../shared/kubernetes/openapi`) and from
 * how Go declares the same fields (`go-fields.json`): `types.ts`, the interfaces of the kinds we simulate, `facts.ts`,
 * what decoding and patching need of them, `internal.ts`, the internal types that some texts show, and `kinds.ts`, the
 * names of all kinds that such a server has (`../shared/kubernetes/discovery`). `--check`
 * compares instead of writing. Where the recording is not at hand (users' machines) it says so and checks nothing.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import goFields from './go-fields.json' with { type: 'json' }
import { elsewhere, roots, transient } from './roots.ts'

interface Schema {
  readonly $ref?: string
  readonly allOf?: readonly Schema[]
  readonly oneOf?: readonly Schema[]
  readonly type?: string
  readonly enum?: readonly string[]
  readonly items?: Schema
  readonly additionalProperties?: Schema
  readonly properties?: { readonly [name: string]: Schema }
  readonly required?: readonly string[]
  readonly 'x-kubernetes-group-version-kind'?: readonly { readonly group: string; readonly version: string; readonly kind: string }[]
  readonly 'x-kubernetes-patch-merge-key'?: string
  readonly 'x-kubernetes-patch-strategy'?: string
}

const scalarTypes: { readonly [schema: string]: string } = {
  Quantity: 'string',
  Time: 'string',
  MicroTime: 'string',
  IntOrString: 'number | string',
  FieldsV1: 'unknown',
  RawExtension: 'unknown',
}

const root = process.cwd()
const recorded = path.resolve(root, '../shared/kubernetes/openapi/v3')
const generated = path.join(root, 'src/api/generated')

function readSchemas(): Map<string, Schema> {
  const schemas = new Map<string, Schema>()
  for (const file of readdirSync(recorded)) {
    const document = JSON.parse(readFileSync(path.join(recorded, file), 'utf8')) as { components?: { schemas?: { [name: string]: Schema } } }
    for (const [name, schema] of Object.entries(document.components?.schemas ?? {})) schemas.set(name, schema)
  }
  return schemas
}

const typeName = (schema: string): string =>
  schema === elsewhere ? 'DiscoveryEndpointPort' : (schema.split('.').at(-1) ?? schema)

const quoted = (name: string): string => (/^[A-Za-z_$][\w$]*$/.test(name) ? name : `'${name}'`)

/** Every schema reachable from the roots, as an interface, in alphabetical order. */
function typesFile(schemas: ReadonlyMap<string, Schema>): string {
  const interfaces = new Map<string, string>()
  const rootSchemas = new Set([...Object.values(roots), ...transient])

  const typeOf = (schema: Schema): string => {
    const reference = schema.$ref ?? schema.allOf?.[0]?.$ref
    if (reference) return nameOf(reference.split('/').at(-1) ?? '')
    if (schema.enum) return schema.enum.map((value) => `'${value}'`).join(' | ')
    if (schema.type === 'array') return `readonly ${wrapped(typeOf(schema.items ?? {}))}[]`
    if (schema.type === 'object') return schema.additionalProperties ? `{ readonly [key: string]: ${typeOf(schema.additionalProperties)} }` : 'unknown'
    if (schema.type === 'integer' || schema.type === 'number') return 'number'
    return schema.type ?? 'unknown'
  }
  const nameOf = (schema: string): string => {
    const name = typeName(schema)
    if (scalarTypes[name]) return scalarTypes[name]
    if (name !== 'ObjectMeta' && name !== 'OwnerReference' && !interfaces.has(name)) declare(schema, name)
    return name
  }
  const declare = (schemaName: string, name: string): void => {
    interfaces.set(name, '')
    const schema = schemas.get(schemaName) ?? {}
    const kind = schema['x-kubernetes-group-version-kind']?.[0]
    const isRoot = rootSchemas.has(schemaName)
    const lines = Object.entries(schema.properties ?? {}).map(([field, property]) => {
      if (isRoot && kind && field === 'kind') return `  readonly kind: '${kind.kind}'`
      if (isRoot && kind && field === 'apiVersion') return `  readonly apiVersion: '${kind.group ? `${kind.group}/` : ''}${kind.version}'`
      const always = schema.required?.includes(field) || (isRoot && (field === 'metadata' || field === 'spec'))
      return `  readonly ${quoted(field)}${always ? '' : '?'}: ${typeOf(property)}`
    })
    interfaces.set(name, `export interface ${name} {\n${lines.join('\n')}\n}\n`)
  }

  const entries = Object.entries(roots).map(([resource, schema]) => `  readonly ${quoted(resource)}: ${nameOf(schema)}`)
  transient.forEach(nameOf)
  const body = [...interfaces].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, text]) => text)
  return [
    '/** Written by e2e/tools/generate.ts from the OpenAPI documents of Kubernetes 1.36; not to be edited. */',
    "import type { ObjectMeta } from '../meta/object.ts'\n",
    ...body,
    '/** The built-in kinds by GroupResource. */',
    `export interface ApiTypes {\n${entries.join('\n')}\n}\n`,
  ].join('\n')
}

/** Go's internal types, whose names stand in the diff of a pod's spec. */
function internalFile(): string {
  const structs = Object.entries(goFields.internal).map(([name, fields]) => {
    const described = Object.entries(fields).map(([field, type]) => `${quoted(field)}: '${type}'`)
    return `  ${name}: { ${described.join(', ')} },`
  })
  return [
    '/** Written by e2e/tools/generate.ts from go-fields.json; not to be edited. */\n',
    '/** Structs of kubernetes 1.36 pkg/apis/core by name: Go field → Go type; +NAME is embedded. */',
    `export const internalStructs: { readonly [name: string]: { readonly [field: string]: string } } = {\n${structs.join('\n')}\n}\n`,
  ].join('\n')
}

interface Discovery {
  readonly items: readonly { readonly metadata: { readonly name?: string }; readonly versions: readonly { readonly version: string; readonly resources: readonly { readonly responseKind: { readonly kind: string } }[] }[] }[]
}

/** What a real server serves, so that a kind we lack is not called unknown. */
function kindsFile(): string {
  const served = ['aggregated_api.json', 'aggregated_apis.json'].flatMap((file) => {
    const { items } = JSON.parse(readFileSync(path.resolve(recorded, '../../discovery', file), 'utf8')) as Discovery
    return items.flatMap(({ metadata: { name = '' }, versions }) => versions.flatMap(({ version, resources }) => resources.map(({ responseKind }) => `${name === '' ? '' : `${name}/`}${version} ${responseKind.kind}`)))
  })
  return [
    '/** Written by e2e/tools/generate.ts from the discovery of Kubernetes 1.36; not to be edited. */\n',
    '/** Every kind that its API server serves, as `apps/v1 Deployment`. */',
    `export const kubernetesKinds: readonly string[] = [\n${served.sort().map((kind) => `  '${kind}',\n`).join('')}]\n`,
  ].join('\n')
}

const wrapped = (type: string): string => (type.includes('|') ? `(${type})` : type)

/** Go's fields with the merge keys of strategic patches: `[]Container#name`, `~retainKeys` after it. */
function factsFile(schemas: ReadonlyMap<string, Schema>): string {
  const byName = new Map<string, Schema>()
  for (const [name, schema] of schemas) {
    const key = name === elsewhere ? 'discovery.EndpointPort' : typeName(name)
    if (!byName.has(key) || name.startsWith('io.k8s.api.core.')) byName.set(key, schema)
  }
  const structs = Object.entries(goFields.structs).map(([name, fields]) => {
    const schema = byName.get(name)
    const described = Object.entries(fields).map(([field, type]) => {
      const property = schema?.properties?.[field]
      const [key, strategy] = [property?.['x-kubernetes-patch-merge-key'], property?.['x-kubernetes-patch-strategy']]
      return `${quoted(field)}: '${type}${key ? `#${key}` : ''}${strategy ? `~${strategy}` : ''}'`
    })
    return `  ${quoted(name)}: { ${described.join(', ')} },`
  })
  const named = Object.entries(goFields.named).map(([name, base]) => `  ${name}: '${base}',`)
  return [
    '/** Written by e2e/tools/generate.ts from the OpenAPI documents of Kubernetes 1.36 and go-fields.json; not to be edited. */\n',
    '/** Named scalar types and what they are made of. */',
    `export const namedTypes: { readonly [name: string]: string } = {\n${named.join('\n')}\n}\n`,
    '/** Go structs by name: field → Go type, = always written, 0 left out if zero, #merge key, ~patch strategy; +NAME is embedded. */',
    `export const structs: { readonly [name: string]: { readonly [field: string]: string } } = {\n${structs.join('\n')}\n}\n`,
  ].join('\n')
}

if (!existsSync(recorded)) {
  console.log('generated files: not checked, ../shared/kubernetes is not here')
} else {
  const schemas = readSchemas()
  const files = { 'types.ts': typesFile(schemas), 'facts.ts': factsFile(schemas), 'internal.ts': internalFile(), 'kinds.ts': kindsFile() }
  const check = process.argv.includes('--check')
  for (const [name, text] of Object.entries(files)) {
    const file = path.join(generated, name)
    if (!check) writeFileSync(file, text)
    else if (!existsSync(file) || readFileSync(file, 'utf8') !== text) {
      console.error(`src/api/generated/${name} is not up to date: run npm run generate`)
      process.exitCode = 1
    }
  }
}
