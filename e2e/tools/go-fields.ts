/**
 * Writes go-fields.json: how Go declares the fields of the kinds in roots.ts, which OpenAPI does not tell (pointer or
 * value, named type, left out when empty, embedded), and src/gateway/protobuf-fields.json: their numbers. Reads `k8s.io/api` and `k8s.io/apimachinery` of the pinned minor
 * from Go's module cache; to be run by hand when a kind or a version is added:
 * `go mod download k8s.io/api@v0.36.3 k8s.io/apimachinery@v0.36.3 k8s.io/kubernetes@v1.36.3 && node e2e/tools/run.mjs e2e/tools/go-fields.ts`.
 */
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { elsewhere, roots, transient } from './roots.ts'

const version = 'v0.36.3'
const internalVersion = 'v1.36.3'
const modules = path.join(execFileSync('go', ['env', 'GOMODCACHE'], { encoding: 'utf8' }).trim(), 'k8s.io')
const meta = `apimachinery@${version}/pkg/apis/meta/v1`

/** Types that are scalars for the decoder. */
const scalars = new Set(['Quantity', 'Time', 'MicroTime', 'IntOrString', 'FieldsV1', 'RawExtension', 'UID', 'byte', 'string', 'bool', 'int32', 'int64', 'float64'])

interface Package {
  readonly structs: { [name: string]: { [field: string]: string } }
  /** Protobuf numbers of the fields. */
  readonly numbers: { readonly [name: string]: { readonly [field: string]: string } }
  readonly named: { [name: string]: string }
}

const packages = new Map<string, Package>()

function packageAt(folder: string): Package {
  const known = packages.get(folder)
  if (known) return known
  const source = readFileSync(path.join(modules, folder, 'types.go'), 'utf8')
  const declared = [...source.matchAll(/^type (\w+) struct \{\n(.*?)^\}/gms)].map(([, name = '', body = '']) => [name, body] as const)
  const structs = Object.fromEntries(declared.map(([name, body]) => [name, folder.startsWith('kubernetes@') ? untaggedFields(body) : fieldsOf(body)]))
  const numbers = Object.fromEntries(declared.map(([name, body]) => [name, numbersOf(body)]))
  const named = Object.fromEntries([...source.matchAll(/^type (\w+) (string|int32|int64|bool)$/gm)].map(([, name = '', base = '']) => [name, base]))
  const read = { structs, numbers, named }
  packages.set(folder, read)
  return read
}

/** Fields without a JSON tag: their Go names, as encoding/json would write them. */
function untaggedFields(body: string): { [field: string]: string } {
  const fields: { [field: string]: string } = {}
  for (const line of body.split('\n')) {
    const [, names = '', type = ''] = /^\s*([A-Z]\w*(?:, [A-Z]\w*)*)(?:\s+([^\s/]\S*))?\s*(?:\/\/.*)?$/.exec(line) ?? []
    if (names === '') continue
    if (type === '') fields[`+${names}`] = ''
    for (const name of type === '' ? [] : names.split(', ')) fields[name] = type.replace(/\b(?:metav1|intstr|resource|types)\./g, '')
  }
  return fields
}

function fieldsOf(body: string): { [field: string]: string } {
  const fields: { [field: string]: string } = {}
  for (const line of body.split('\n')) {
    const [, type = '', tag = ''] = /^\s*(?:\w+\s+)?([^\s/]\S*)\s+`(?:.*? )?json:"([^"]*)"/.exec(line) ?? []
    if (type === '') continue
    const [name = '', ...flags] = tag.split(',')
    const plain = type.replace(/\b(?:metav1|apiv1|v1|intstr|resource|types|runtime)\./g, '')
    if (name === '') fields[`+${plain}`] = ''
    else fields[name] = plain + (flags.includes('omitzero') ? '0' : flags.includes('omitempty') ? '' : '=')
  }
  delete fields['+TypeMeta']
  delete fields['+ListMeta']
  return fields
}

/** By the names that `fieldsOf` gives them: `+Type` for an embedded struct. */
function numbersOf(body: string): { [field: string]: string } {
  const tagged = [...body.matchAll(/^\s*(?:\w+\s+)?([^\s/]\S*)\s+`(?:.*? )?json:"([^",]*)[^`]*? protobuf:"\w+,(\d+),/gm)]
  return Object.fromEntries(tagged.map(([, type = '', name = '', number = '']) => [name === '' ? `+${type.replace(/^\w+\./, '')}` : name, number]))
}

const structs: Package['structs'] = {}
/** Per struct, by protobuf number: the field's name and type. */
const messages: Package['structs'] = {}
const named: Package['named'] = { UID: 'string' }

/** Declares a type found in `folder`, or where that package imports it from, and everything it is made of. */
function declare(folder: string, type: string): string {
  if (scalars.has(type)) return type
  const home = [folder, `api@${version}/core/v1`, meta].find((place) => packageAt(place).structs[type] ?? packageAt(place).named[type])
  const found = home && packageAt(home)
  if (!found) return type
  const base = found.named[type]
  if (base) {
    named[type] = base
    return type
  }
  const name = `io.k8s.api.${home.split('/').slice(-2).join('.')}.${type}` === elsewhere ? `discovery.${type}` : type
  if (structs[name]) return name
  structs[name] = {}
  messages[name] = {}
  for (const [field, declaration] of Object.entries(found.structs[type] ?? {})) {
    const number = found.numbers[type]?.[field]
    const embedded = field.startsWith('+') ? declare(home, field.slice(1)) : ''
    const typed = declaration.replace(/[A-Za-z]\w*(?=[=0]?$)/, (part) => declare(home, part))
    structs[name][embedded === '' ? field : `+${embedded}`] = typed
    if (number !== undefined) messages[name][number] = embedded === '' ? `${field} ${wireType(typed)}` : `+ ${embedded}`
  }
  return name
}

/** What a decoder needs of a declaration: `*` for a pointer, scalars by their base, `map` for a map by texts. */
const wireType = (declaration: string): string =>
  declaration.replace(/[=0]$/, '').replace('ResourceList', 'map[string]Quantity').replace(/\w+$/, (part) => named[part] ?? part).replace(/^map\[\w+\]/, 'map ')

/** Internal types by name; the others are written with the JSON names of the API. */
const internal: Package['structs'] = {}

/** Structs of the API server's internal version, whose field names stand in some texts (the diff of a pod's spec). */
function declareInternal(type: string): void {
  const found = packageAt(`kubernetes@${internalVersion}/pkg/apis/core`).structs[type]
  if (!found || internal[type]) return
  internal[type] = found
  for (const [field, declaration] of Object.entries(found)) declareInternal(field.startsWith('+') ? field.slice(1) : (/\w+$/.exec(declaration)?.[0] ?? ''))
}
declareInternal('PodSpec')

declare(meta, 'DeleteOptions')
for (const schema of [...Object.values(roots), ...transient, 'io.k8s.api.core.v1.ResourceList']) {
  const [group = '', apiVersion = '', type = ''] = schema.split('.').slice(3)
  declare(`api@${version}/${group}/${apiVersion}`, type)
}

const sorted = <T>(record: { [name: string]: T }): [string, T][] => Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1))
const lines = (record: Package['structs']) => sorted(record).map(([name, fields]) => `    ${JSON.stringify(name)}: ${JSON.stringify(fields)}`)
const about = `How Go declares each field of k8s.io/api ${version}; written by go-fields.ts: pointer or value, named type, = always written, 0 omitted if zero, + embedded. internal: the same of kubernetes ${internalVersion} pkg/apis/core, by Go names.`
writeFileSync(
  'e2e/tools/go-fields.json',
  `{\n  "//": ${JSON.stringify(about)},\n  "named": ${JSON.stringify(Object.fromEntries(sorted(named)))},\n  "structs": {\n${lines(structs).join(',\n')}\n  },\n  "internal": {\n${lines(internal).join(',\n')}\n  }\n}\n`,
)
writeFileSync('src/gateway/protobuf-fields.json', `{\n${lines(messages).map((line) => line.trim()).join(',\n')}\n}\n`)
