/**
 * From JSON to an API object, as the API server's serializer does it: wrong types are refused in Go's words, unknown
 * and repeated fields are collected for strict validation, null means absent, and empty values are left out where Go
 * leaves them out when it writes. Follows kubernetes v1.36 apimachinery/pkg/runtime/serializer/json and sigs.k8s.io/json.
 */
import { checkBase64, encodeBase64 } from '../meta/base64.ts'
import { isObject } from '../meta/json.ts'
import { decodeQuantity } from './decode-quantity.ts'
import { decodeMicroTime, decodeTime } from './decode-time.ts'
import { goName, structOf, type Field, type GoType, type Struct } from './go-type.ts'
import { at, goPathOf, pathOf, type Place } from './place.ts'

export type Fields = { [field: string]: unknown }

export type Decoded =
  | { readonly ok: true; readonly object: Fields; readonly unknownFields: readonly string[] }
  /** In Go's words, without the "in version … cannot be handled" that the server puts before it. */
  | { readonly ok: false; readonly message: string }

interface Run {
  /** The first thing that was wrong, and how many there were. */
  error: string | undefined
  errors: number
  readonly unknownFields: string[]
  /** Looks at fields as the text has them, not as Go declares them. */
  readonly byText: boolean
}

export interface DecodeOptions {
  /**
   * An object that was decoded before. Top-level fields that are the very same frozen ones are shared, and of metadata
   * what it holds.
   */
  readonly settled?: Fields | undefined
  /** Where the fields go: holds `kind` and `apiVersion` already, which then stand in `value` as well. */
  readonly into?: Fields
}

/** Decodes `value` as the Go struct `name` (`Pod`, `DeploymentSpec`). The result is fresh and belongs to the caller. */
export function decode(name: string, value: unknown, options: DecodeOptions = {}): Decoded {
  const struct = structOf(name)
  if (!struct) return { ok: false, message: `no kind "${name}" is known` }
  const run: Run = { error: undefined, errors: 0, unknownFields: [], byText: false }
  const object = decodeTop(run, struct, isObject(value) ? value : {}, options)
  if (run.error === undefined) return { ok: true, object, unknownFields: run.unknownFields }
  return { ok: false, message: run.errors === 1 ? run.error : firstInText(struct, value) }
}

/** Of several errors Go tells the one that it comes upon first. */
function firstInText(struct: Struct, value: unknown): string {
  const run: Run = { error: undefined, errors: 0, unknownFields: [], byText: true }
  decodeStruct(run, struct, isObject(value) ? value : {}, undefined)
  return run.error ?? ''
}

/** The object itself, some fields of which may have been decoded before. */
function decodeTop(run: Run, struct: Struct, given: Fields, { settled = {}, into: fields = {} }: DecodeOptions): Fields {
  const holder: Holder = { struct: struct.goName, parent: undefined }
  for (const field of struct.list) {
    const item = given[field.name]
    if (item === undefined && field.leftOut) continue
    const isSettled = settled[field.name] === item && isObject(item) && Object.isFrozen(item)
    const written = isSettled ? sharedValue(field, item) : fieldValue(run, field, item, holder)
    if (written !== undefined) fields[field.name] = written
  }
  for (const key in given) if (given[key] !== undefined && !struct.fields.has(key) && !Object.hasOwn(fields, key)) run.unknownFields.push(key)
  return fields
}

/** The server writes into metadata itself. */
const sharedValue = ({ name }: Field, item: Fields): Fields => (name === 'metadata' ? { ...item } : item)

/** The struct whose fields are decoded, and where it stands. */
interface Holder {
  readonly struct: string
  readonly parent: Place | undefined
}

function decodeStruct(run: Run, struct: Struct, given: Fields, parent: Place | undefined): Fields {
  const fields: Fields = {}
  const holder: Holder = { struct: struct.goName, parent }
  const list = run.byText ? inTextOrder(struct, given) : struct.list
  let known = 0
  // Counted, because this loop is the hottest of the API server and iterators are slow until it is compiled.
  for (let i = 0; i < list.length; i++) {
    const field = list[i]
    const item = field && given[field.name]
    if (field === undefined || (item === undefined && field.leftOut)) continue
    if (item !== undefined) known++
    const written = isText(item, field) ? item : fieldValue(run, field, item, holder)
    if (written !== undefined) fields[field.name] = written
  }
  if (known < Object.keys(given).length) noteUnknown(run, struct, given, parent)
  return fields
}

/** Most values are texts where a text should be, and written as they are. */
const isText = (item: unknown, { plain }: Field): boolean => typeof item === 'string' && plain === 'string' && item !== ''

/** What is written for a field; most values are plain and what they should be, and need no place to complain about. */
function fieldValue(run: Run, field: Field, item: unknown, { struct, parent }: Holder): unknown {
  if (item === undefined || item === null) return writtenValue(field, undefined)
  if (typeof item === field.plain && (typeof item !== 'number' || isSmall(item))) return writtenValue(field, item)
  return writtenValue(field, decodeValue(run, field.type, item, { parent, step: 'field', key: field.name, struct, embedded: field.embedded }))
}

const isSmall = (value: number): boolean => (value | 0) === value

const inTextOrder = (struct: Struct, given: Fields): Field[] => Object.keys(given).flatMap((key) => struct.fields.get(key) ?? [])

function noteUnknown(run: Run, struct: Struct, given: Fields, parent: Place | undefined): void {
  for (const key in given) if (given[key] !== undefined && !struct.fields.has(key)) run.unknownFields.push(pathOf(at(parent, 'key', key)))
}

/** What Go writes for a field: nothing for an empty one, unless it is a pointer or always written. */
function writtenValue(field: Field, value: unknown): unknown {
  const { type } = field
  if (value === undefined) return field.pointer ? (field.nullable ? null : undefined) : absentValue(field)
  if (field.pointer || field.always || (typeof value === 'string' && value !== '')) return value
  if (field.omitZero) return isObject(value) && Object.keys(value).length === 0 ? undefined : value
  if (type.type === 'list' || type.type === 'bytes') return (value as { length: number }).length === 0 ? undefined : value
  if (type.type === 'map') return Object.keys(value as object).length === 0 ? undefined : value
  return value === '' || value === 0 || value === false ? (type.type === 'int-or-string' ? value : undefined) : value
}

/** A value that was not given: structs are written empty, as are scalars that are always written. */
function absentValue({ type, always, omitZero }: Field): unknown {
  if (type.type === 'struct') return omitZero ? undefined : emptyStruct(type.name)
  if (type.type === 'int-or-string') return 0
  if (type.type === 'quantity') return '0'
  if (type.type === 'time' || type.type === 'microtime') return omitZero ? undefined : null
  if (!always) return undefined
  if (type.type === 'string') return ''
  if (type.type === 'bool') return false
  if (type.type === 'int32' || type.type === 'int64' || type.type === 'float64') return 0
  return type.type === 'list' || type.type === 'map' ? null : undefined
}

function emptyStruct(name: string): Fields {
  const fields: Fields = {}
  for (const field of structOf(name)?.list ?? []) {
    const value = writtenValue(field, undefined)
    if (value !== undefined) fields[field.name] = value
  }
  return fields
}

const decodeValue = (run: Run, type: GoType, value: unknown, place: Place): unknown => decoders[type.type](run, type, value, place)

type Decoder = (run: Run, type: GoType, value: unknown, place: Place) => unknown

const decodeStructValue: Decoder = (run, type, value, place) => {
  const struct = structOf(type.name)
  return isObject(value) && struct ? decodeStruct(run, struct, value, place) : refuse(run, type, value, place)
}

/** A null in a list or map is the zero value. */
function decodeItem(run: Run, type: GoType, value: unknown, place: Place): unknown {
  if (value !== null) return decodeValue(run, type, value, place)
  if (type.type === 'struct') return emptyStruct(type.name)
  if (type.type === 'string') return ''
  if (type.type === 'quantity') return '0'
  return type.type === 'bool' ? false : type.type === 'bytes' ? null : 0
}

const decodeList: Decoder = (run, type, value, place) => {
  if (type.type !== 'list' || !Array.isArray(value)) return refuse(run, type, value, place)
  const items: readonly unknown[] = value
  const list: unknown[] = []
  for (let index = 0; index < items.length; index++) list.push(decodeItem(run, type.items, items[index], at(place, 'index', index)))
  return list
}

/** Go writes maps with their keys in order; text that looks like a number cannot be kept in any other order by JavaScript. */
const decodeMap: Decoder = (run, type, value, place) => {
  if (type.type !== 'map' || !isObject(value)) return refuse(run, type, value, place)
  const { values } = type
  const item = (key: string): unknown => {
    const found = value[key]
    return values.type === 'string' && typeof found === 'string' ? found : decodeItem(run, values, found, at(place, 'key', key))
  }
  const keys = Object.keys(value)
  // What is wrong is told in the order of the text; and a key that means something to JavaScript cannot be assigned.
  const isInOrder = keys.every((key, index) => key !== '__proto__' && (index === 0 || (keys[index - 1] ?? '') < key))
  if (!isInOrder) return Object.fromEntries(sorted(keys.map((key) => [key, item(key)])))
  const decoded: Fields = {}
  for (const key of keys) decoded[key] = item(key)
  return decoded
}

const sorted = (entries: [string, unknown][]): [string, unknown][] => entries.sort(([a], [b]) => (a < b ? -1 : 1))

const decodeDate = (read: (text: string) => Taken): Decoder => (run, _type, value, place) =>
  typeof value === 'string' ? taken(run, read(value)) : refuse(run, { type: 'string', name: 'string' }, value, place)

const decodePlain = (plain: 'string' | 'boolean' | 'number'): Decoder => (run, type, value, place) => (typeof value === plain ? value : refuse(run, type, value, place))

const decodeBytes: Decoder = (run, type, value, place) => {
  if (Array.isArray(value)) return decodeByteList(run, value, place)
  return typeof value === 'string' ? taken(run, checkBase64(value)) : refuse(run, type, value, place)
}

/** A table, because engines would copy the branches of a switch into each other when they compile them. */
const decoders: { readonly [type in GoType['type']]: Decoder } = {
  struct: decodeStructValue,
  list: decodeList,
  map: decodeMap,
  string: decodePlain('string'),
  bool: decodePlain('boolean'),
  int32: (run, _type, value, place) => decodeInteger(run, 'int32', value, place),
  int64: (run, _type, value, place) => decodeInteger(run, 'int64', value, place),
  float64: decodePlain('number'),
  quantity: (run, _type, value) => taken(run, decodeQuantity(typeof value === 'string' ? value : JSON.stringify(value))),
  time: decodeDate(decodeTime),
  microtime: decodeDate(decodeMicroTime),
  'int-or-string': (run, _type, value, place) => (typeof value === 'string' ? value : decodeInteger(run, 'int32', value, place)),
  bytes: decodeBytes,
  any: (_run, _type, value) => value,
}

type Taken = { readonly ok: true; readonly text: string } | { readonly ok: false; readonly message: string }

const taken = (run: Run, result: Taken): string | undefined => (result.ok ? result.text : fail(run, result.message))

/** The first number that no longer fits. */
const limits = { int32: 2 ** 31, int64: 2 ** 63 }

function decodeInteger(run: Run, size: 'int32' | 'int64', value: unknown, place: Place): unknown {
  if (typeof value !== 'number') return refuse(run, { type: size, name: size }, value, place)
  const fits = Number.isInteger(value) && value < limits[size] && value >= -limits[size]
  return fits ? value : fail(run, `json: cannot unmarshal number ${printNumber(value)} into Go struct field ${goPathOf(place)} of type ${size}`)
}

const printNumber = (value: number): string => (Number.isInteger(value) && Math.abs(value) < 1e21 ? BigInt(value).toString() : String(value))

/** Go also takes a list of numbers for bytes. */
function decodeByteList(run: Run, list: readonly unknown[], place: Place): string {
  const bytes = list.map((item) => {
    if (typeof item !== 'number') return refuse(run, { type: 'int32', name: 'uint8' }, item, place)
    const fits = Number.isInteger(item) && item >= 0 && item <= 255
    return fits ? item : fail(run, `json: cannot unmarshal number ${printNumber(item)} into Go struct field ${goPathOf(place)} of type uint8`)
  })
  return encodeBase64(bytes.map((byte) => byte ?? 0))
}

const jsonType = (value: unknown): string =>
  Array.isArray(value) ? 'array' : value === null ? 'null' : typeof value === 'boolean' ? 'bool' : typeof value

const refuse = (run: Run, type: GoType, value: unknown, place: Place): undefined =>
  fail(run, `json: cannot unmarshal ${jsonType(value)} into Go struct field ${goPathOf(place)} of type ${goName(type)}`)

/** Go goes on after a wrong type, but tells of the first. */
function fail(run: Run, message: string): undefined {
  run.error ??= message
  run.errors++
  return undefined
}

