/**
 * JSON patch, RFC 6902, as evanphx/json-patch v4 carries it out for the API server: `replace` and `copy` do not mind a
 * missing key of an object, a missing value is null, and the document as a whole can be replaced and tested only.
 */
import { isObject, sameJson } from '../meta/json.ts'

export type JsonPatchResult = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly message: string }

interface Operation {
  readonly op: string
  readonly path: string
  readonly from: string
  readonly value: unknown
}

/** Refusals inside the recursion; the only way out of it, caught at the door. */
class PatchError extends Error {}

export function jsonPatch(target: unknown, patch: readonly unknown[]): JsonPatchResult {
  try {
    return { ok: true, value: patch.map(readOperation).reduce(applyOperation, target) }
  } catch (error) {
    if (error instanceof PatchError) return { ok: false, message: error.message }
    throw error
  }
}

function readOperation(given: unknown): Operation {
  const { op, path, from, value = null } = isObject(given) ? given : {}
  if (typeof op !== 'string' || typeof path !== 'string') throw new PatchError(`${String(op)} operation failed to decode path: missing value`)
  return { op, path, from: typeof from === 'string' ? from : '', value }
}

function applyOperation(target: unknown, { op, path, from, value }: Operation): unknown {
  const missing = (what: string, at: string) => new PatchError(`${op} operation does not apply: doc is missing ${what}: "${at}": missing value`)
  if (path === '' && op === 'replace') return value
  if (path === '' && op === 'test') return tested(target, value, path)
  const where = pointer(path) ?? raise(missing('path', path))
  switch (op) {
    case 'add':
      return change(target, where, { act: (parent, key) => insert(parent, key, value), missing: missing('path', path) })
    case 'replace':
      return change(target, where, { act: (parent, key) => set(parent, key, value), missing: missing('path', path) })
    case 'remove':
      return change(target, where, { act: without, missing: missing('path', path) })
    case 'copy':
    case 'move': {
      const source = pointer(from) ?? raise(missing('from path', from))
      const found = get(target, source, missing('from path', from))
      const left = op === 'copy' ? target : change(target, source, { act: without, missing: missing('from path', from) })
      return change(left, where, { act: (parent, key) => insert(parent, key, found ?? null), missing: missing('destination path', path) })
    }
    case 'test':
      return tested(target, value, path, get(target, where, missing('path', path)) ?? null)
    default:
      throw new PatchError(`Unexpected kind: ${op}`)
  }
}

function tested(target: unknown, expected: unknown, path: string, found: unknown = target): unknown {
  if (sameJson(found, expected)) return target
  throw new PatchError(`testing value ${path} failed: test failed`)
}

/** The keys of `/data/a~1b`; undefined if it is no pointer. */
const pointer = (path: string): readonly string[] | undefined =>
  path.startsWith('/') ? path.split('/').slice(1).map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~')) : undefined

function raise(error: PatchError): never {
  throw error
}

/** The value there, undefined for a missing key of an object that exists. */
function get(target: unknown, [key = '', ...rest]: readonly string[], missing: PatchError): unknown {
  const value = Array.isArray(target) ? target[indexIn(target, key)] : isObject(target) ? own(target, key) : raise(missing)
  return rest.length === 0 ? value : get(value, rest, missing)
}

const own = (object: { readonly [key: string]: unknown }, key: string): unknown => (Object.hasOwn(object, key) ? object[key] : undefined)

function indexIn(list: readonly unknown[], key: string, length = list.length): number {
  const index = /^-?\d+$/.test(key) ? Number(key) : raise(new PatchError(`value was not a proper array index: '${key}'`))
  const fromEnd = index < 0 ? index + length : index
  if (fromEnd < 0 || fromEnd >= length) throw new PatchError(`Unable to access invalid index: ${index}`)
  return fromEnd
}

interface Change {
  readonly act: (parent: unknown, key: string) => unknown
  readonly missing: PatchError
}

/** A copy of `target` in which the parent of the last key was changed. */
function change(target: unknown, [key = '', ...rest]: readonly string[], { act, missing }: Change): unknown {
  if (!Array.isArray(target) && !isObject(target)) throw missing
  if (rest.length === 0) return act(target, key)
  const child = get(target, [key], missing)
  return set(target, key, change(child, rest, { act, missing }))
}

function set(parent: unknown, key: string, value: unknown): unknown {
  if (Array.isArray(parent)) return (parent as unknown[]).with(indexIn(parent, key), value)
  return isObject(parent) ? { ...parent, [key]: value } : parent
}

function insert(parent: unknown, key: string, value: unknown): unknown {
  if (!Array.isArray(parent)) return set(parent, key, value)
  const index = key === '-' ? parent.length : indexIn(parent, key, parent.length + 1)
  return (parent as unknown[]).toSpliced(index, 0, value)
}

function without(parent: unknown, key: string): unknown {
  if (Array.isArray(parent)) return (parent as unknown[]).toSpliced(indexIn(parent, key), 1)
  if (!isObject(parent) || !Object.hasOwn(parent, key)) throw new PatchError(`Unable to remove nonexistent key: ${key}: missing value`)
  return Object.fromEntries(Object.entries(parent).filter(([name]) => name !== key))
}
