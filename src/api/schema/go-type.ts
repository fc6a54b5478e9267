/**
 * Reads the generated facts: how Go declares a field decides what the decoder accepts, which zero values are left out
 * when an object is written, and how a strategic patch merges a list.
 * Example: `[]Container#name~merge` is a list of structs Container, merged by their name.
 */
import { namedTypes, structs } from '../generated/facts.ts'

export type GoType =
  | { readonly type: 'struct'; readonly name: string }
  | { readonly type: 'list'; readonly items: GoType; readonly name: string }
  | { readonly type: 'map'; readonly values: GoType; readonly name: string }
  | { readonly type: 'string' | 'int32' | 'int64' | 'float64' | 'bool'; readonly name: string }
  | { readonly type: 'quantity' | 'time' | 'microtime' | 'int-or-string' | 'bytes' | 'any'; readonly name: string }

export interface Field {
  readonly name: string
  readonly type: GoType
  /** Go declares a pointer: a zero value that is given is kept. */
  readonly pointer: boolean
  /** Written even if it is empty. */
  readonly always: boolean
  /** Written as null when absent: pointers of object references, the only ones that a valid object may leave empty. */
  readonly nullable: boolean
  /** A struct or date that is left out when it is zero. */
  readonly omitZero: boolean
  /** Nothing is written for it when it is absent. */
  readonly leftOut: boolean
  /** What `typeof` says of its values, if any text, truth value or whole number will do. */
  readonly plain: 'string' | 'boolean' | 'number' | undefined
  readonly mergeKey: string
  readonly strategies: readonly string[]
  /** The embedded struct it is declared in, '' if it is the struct's own; Go prints it in paths. */
  readonly embedded: string
}

export interface Struct {
  readonly name: string
  /** Go's own name, without the package that tells two apart here. */
  readonly goName: string
  /** By JSON name, in Go's order. */
  readonly fields: ReadonlyMap<string, Field>
  readonly list: readonly Field[]
}

const special: { readonly [name: string]: GoType['type'] } = {
  Quantity: 'quantity',
  Time: 'time',
  MicroTime: 'microtime',
  IntOrString: 'int-or-string',
  FieldsV1: 'any',
  RawExtension: 'any',
}

const cache = new Map<string, Struct>()

/** Undefined for a name that is no struct of the facts. */
export function structOf(name: string): Struct | undefined {
  const known = cache.get(name)
  if (known) return known
  const declared = structs[name]
  if (!declared) return undefined
  const fields = new Map<string, Field>()
  for (const [field, declaration] of Object.entries(declared)) {
    if (field.startsWith('+')) {
      const embedded = field.slice(1)
      for (const [inner, inherited] of structOf(embedded)?.fields ?? []) fields.set(inner, { ...inherited, embedded })
    } else fields.set(field, readField(name, field, declaration))
  }
  const struct = { name, goName: name.slice(name.indexOf('.') + 1), fields, list: [...fields.values()] }
  cache.set(name, struct)
  return struct
}

function readField(struct: string, name: string, declaration: string): Field {
  const match = /^(\*?)([^=#~]*?)([=0]?)(?:#(\w+))?(?:~([\w,]+))?$/.exec(declaration)
  const [, star = '', type = 'any', flag = '', mergeKey = '', strategies = ''] = match ?? []
  const facts = {
    type: readType(type),
    pointer: star === '*',
    always: flag === '=',
    nullable: star === '*' && flag === '=' && struct.endsWith('ObjectReference'),
    omitZero: flag === '0',
  }
  return {
    name,
    ...facts,
    leftOut: isLeftOut(facts),
    plain: plainTypes[facts.type.type],
    mergeKey,
    strategies: strategies === '' ? [] : strategies.split(','),
    embedded: '',
  }
}

const plainTypes: { readonly [type: string]: Field['plain'] } = { string: 'string', bool: 'boolean', int32: 'number', int64: 'number' }

function isLeftOut({ type: { type }, pointer, nullable, omitZero, always }: Pick<Field, 'type' | 'pointer' | 'nullable' | 'omitZero' | 'always'>): boolean {
  if (pointer) return !nullable
  if (type === 'struct' || type === 'time' || type === 'microtime') return omitZero
  return type !== 'quantity' && type !== 'int-or-string' && !always
}

function readType(text: string): GoType {
  if (text === '[]byte') return { type: 'bytes', name: '[]uint8' }
  if (text.startsWith('[]')) {
    const items = readType(text.slice(2))
    return { type: 'list', items, name: `[]${goName(items)}` }
  }
  const map = /^map\[\w+\](.*)$/.exec(text)
  if (map) {
    const values = readType(map[1] ?? '')
    return { type: 'map', values, name: `map[string]${goName(values)}` }
  }
  if (text === 'ResourceList') return { type: 'map', values: { type: 'quantity', name: 'Quantity' }, name: 'v1.ResourceList' }
  const base = namedTypes[text] ?? text
  if (base === 'string' || base === 'int32' || base === 'int64' || base === 'bool' || base === 'float64') return { type: base, name: text }
  const scalar = special[text]
  if (scalar && scalar !== 'struct' && scalar !== 'list' && scalar !== 'map') return { type: scalar, name: text }
  return { type: 'struct', name: text }
}

const plain = new Set(['string', 'uint8', 'int32', 'int64', 'bool', 'float64'])

/** As Go prints a type: `v1.Container`, `string`, `[]v1.EnvVar`. */
export function goName({ name }: GoType): string {
  if (plain.has(name) || name.startsWith('[') || name.startsWith('map[') || name.startsWith('v1.')) return name
  if (name === 'UID') return 'types.UID'
  return `v1.${name.slice(name.indexOf('.') + 1)}`
}
