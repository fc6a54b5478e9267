/**
 * Bodies in Kubernetes' protobuf, which kubectl 1.32 and later send for what they create by name, turned into the JSON
 * that the API server reads. Follows kubernetes v1.36 apimachinery/pkg/runtime/serializer/protobuf (envelope: `k8s\0`,
 * then runtime.Unknown) and encoding/json (a value that is empty and no pointer is left out).
 */
import messages from './protobuf-fields.json' with { type: 'json' }

export const protobufType = 'application/vnd.kubernetes.protobuf'

export type Transcoded = { readonly ok: true; readonly json: string } | { readonly ok: false; readonly message: string }

/** Number → `name type`; a type is a scalar or a message, after `*`, `[]` or `map `. An embedded struct is called `+`. */
const fieldsOf = (message: string): { readonly [number: string]: string } | undefined => (messages as { [name: string]: { [number: string]: string } })[message]

const magic = Buffer.from('k8s\0')

/** Whatever is wrong with the bytes is an answer, never a crash. */
export function transcode(body: Buffer): Transcoded {
  try {
    if (!body.subarray(0, magic.length).equals(magic)) throw new Error('the body does not begin with the protobuf prefix')
    const unknown = read(body.subarray(magic.length))
    const { apiVersion, kind } = typeMeta(bytesIn(unknown, 1))
    if (!fieldsOf(kind)) throw new Error(`the fields of ${kind} are not known`)
    return { ok: true, json: JSON.stringify({ apiVersion, kind, ...decode(kind, bytesIn(unknown, 2)) }) }
  } catch (error) {
    return { ok: false, message: String(error) }
  }
}

function typeMeta(bytes: Buffer): { apiVersion: string; kind: string } {
  const fields = read(bytes)
  return { apiVersion: bytesIn(fields, 1).toString(), kind: bytesIn(fields, 2).toString() }
}

type Wire = bigint | Buffer
type WireField = readonly [number: number, value: Wire]

const bytesIn = (fields: readonly WireField[], wanted: number): Buffer => {
  const value = fields.findLast(([number]) => number === wanted)?.[1]
  return Buffer.isBuffer(value) ? value : Buffer.alloc(0)
}
const integerIn = (fields: readonly WireField[], wanted: number): number => {
  const value = fields.findLast(([number]) => number === wanted)?.[1]
  return typeof value === 'bigint' ? Number(BigInt.asIntN(64, value)) : 0
}

/** The fields of one message. Kubernetes uses varints and lengths, nothing else. */
function read(bytes: Buffer): WireField[] {
  const fields: WireField[] = []
  let at = 0
  const varint = (): bigint => {
    let value = 0n
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = bytes[at++]
      if (byte === undefined) throw new Error('unexpected EOF')
      value |= BigInt(byte & 0x7f) << shift
      if (byte < 0x80) return value
    }
    throw new Error('integer overflow')
  }
  while (at < bytes.length) {
    const tag = Number(varint())
    const [number, wireType] = [Math.floor(tag / 8), tag % 8]
    if (wireType === 0) fields.push([number, varint()])
    else if (wireType === 2) {
      const end = Number(varint()) + at
      if (end > bytes.length) throw new Error('unexpected EOF')
      fields.push([number, bytes.subarray(at, end)])
      at = end
    } else throw new Error(`illegal wireType ${wireType}`)
  }
  return fields
}

interface JsonObject {
  [name: string]: unknown
}

function decode(message: string, bytes: Buffer): JsonObject {
  const known = fieldsOf(message) ?? {}
  const object: JsonObject = {}
  for (const [number, wire] of read(bytes)) {
    const field = known[String(number)]
    // A younger client's field; upstream's decoder skips it too.
    if (field === undefined) continue
    const space = field.indexOf(' ')
    place(object, { name: field.slice(0, space), type: field.slice(space + 1) }, wire)
  }
  return object
}

function place(object: JsonObject, { name, type }: { name: string; type: string }, wire: Wire): void {
  if (name === '+') Object.assign(object, valueOf(type, wire))
  else if (type.startsWith('map ')) {
    const entry = read(asBytes(wire))
    const value = entry.find(([number]) => number === 2)?.[1] ?? Buffer.alloc(0)
    ;((object[name] ??= Object.create(null)) as JsonObject)[bytesIn(entry, 1).toString()] = valueOf(type.slice('map '.length), value)
  } else if (type.startsWith('[]') && type !== '[]byte') ((object[name] ??= []) as unknown[]).push(valueOf(type.slice('[]'.length), wire))
  else if (type.startsWith('*')) object[name] = valueOf(type.slice(1), wire)
  else {
    const value = valueOf(type, wire)
    if (!isEmpty(value)) object[name] = value
  }
}

const isEmpty = (value: unknown): boolean => value === '' || value === 0 || value === false || value === null

const asBytes = (wire: Wire): Buffer => {
  if (typeof wire === 'bigint') throw new Error('a length was expected')
  return wire
}

/** Types that have a JSON form of their own. */
const scalars: { readonly [type: string]: (wire: Wire) => unknown } = {
  string: (wire) => asBytes(wire).toString(),
  bool: (wire) => wire !== 0n,
  int32: integer,
  int64: integer,
  '[]byte': (wire) => asBytes(wire).toString('base64'),
  Quantity: (wire) => bytesIn(read(asBytes(wire)), 1).toString(),
  Time: (wire) => date(wire)?.replace(/\.\d+/, '') ?? null,
  MicroTime: (wire) => date(wire)?.replace('Z', '000Z') ?? null,
  IntOrString: (wire) => {
    const fields = read(asBytes(wire))
    return integerIn(fields, 1) === 0 ? integerIn(fields, 2) : bytesIn(fields, 3).toString()
  },
  FieldsV1: (wire) => JSON.parse(bytesIn(read(asBytes(wire)), 1).toString()) as unknown,
}

function valueOf(type: string, wire: Wire): unknown {
  const scalar = scalars[type]
  return scalar ? scalar(wire) : decode(type, asBytes(wire))
}

function integer(wire: Wire): number {
  if (typeof wire !== 'bigint') throw new Error('an integer was expected')
  return Number(BigInt.asIntN(64, wire))
}

/** With milliseconds; undefined for the zero time, which is an empty message. */
function date(wire: Wire): string | undefined {
  const fields = read(asBytes(wire))
  if (fields.length === 0) return undefined
  return new Date(integerIn(fields, 1) * 1_000 + Math.floor(integerIn(fields, 2) / 1_000_000)).toISOString()
}
