/** JSON patch, RFC 6902, with the errors of evanphx/json-patch that the API server passes on. */
import { isObject } from './merge.ts'

export type JsonPatchResult = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly message: string }

interface Operation {
  readonly op: string
  readonly path: string
  readonly from?: string
  readonly value?: unknown
}

const missing = (path: string): string => `error in remove for path: '${path}': Unable to remove nonexistent key: ${path.split('/').at(-1) ?? ''}: missing value`

export function jsonPatch(target: unknown, patch: unknown): JsonPatchResult {
  if (!Array.isArray(patch)) return { ok: false, message: 'a JSON patch is a list of operations' }
  let value = target
  for (const operation of patch as readonly Operation[]) {
    const result = applyOperation(value, operation)
    if (!result.ok) return result
    value = result.value
  }
  return { ok: true, value }
}

function applyOperation(target: unknown, { op, path, from, value }: Operation): JsonPatchResult {
  const keys = pointer(path)
  switch (op) {
    case 'add':
      return change(target, keys, { path, act: (parent, key) => insert(parent, key, value) })
    case 'replace':
      return read(target, keys) === undefined
        ? { ok: false, message: `replace operation does not apply: doc is missing key: ${path}: missing value` }
        : change(target, keys, { path, act: (parent, key) => set(parent, key, value) })
    case 'remove':
      return read(target, keys) === undefined ? { ok: false, message: missing(path) } : change(target, keys, { path, act: without })
    case 'move':
    case 'copy': {
      const found = read(target, pointer(from ?? ''))
      if (found === undefined) return { ok: false, message: missing(from ?? '') }
      const left = op === 'move' ? change(target, pointer(from ?? ''), { path, act: without }) : { ok: true as const, value: target }
      return left.ok ? change(left.value, keys, { path, act: (parent, key) => insert(parent, key, found) }) : left
    }
    case 'test':
      return JSON.stringify(read(target, keys)) === JSON.stringify(value)
        ? { ok: true, value: target }
        : { ok: false, message: `testing value ${path} failed: test failed` }
    default:
      return { ok: false, message: `Unexpected kind: ${op}` }
  }
}

const pointer = (path: string): string[] =>
  path
    .split('/')
    .slice(1)
    .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'))

function read(target: unknown, keys: readonly string[]): unknown {
  return keys.reduce<unknown>((value, key) => {
    if (Array.isArray(value)) return value[Number(key)]
    return isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined
  }, target)
}

interface Change {
  readonly path: string
  readonly act: (parent: unknown, key: string) => unknown
}

/** A copy of `target` in which the parent of the last key was changed. */
function change(target: unknown, [key, ...rest]: readonly string[], { path, act }: Change): JsonPatchResult {
  if (key === undefined) return { ok: true, value: act({}, '') }
  if (rest.length === 0) {
    const value = act(target, key)
    return value === undefined ? { ok: false, message: `add operation does not apply: doc is missing path: "${path}": missing value` } : { ok: true, value }
  }
  const child = read(target, [key])
  if (child === undefined) return { ok: false, message: `add operation does not apply: doc is missing path: "${path}": missing value` }
  const changed = change(child, rest, { path, act })
  return changed.ok ? { ok: true, value: set(target, key, changed.value) } : changed
}

function set(parent: unknown, key: string, value: unknown): unknown {
  if (Array.isArray(parent)) return (parent as unknown[]).map((item, index) => (String(index) === key ? value : item))
  return isObject(parent) ? { ...parent, [key]: value } : undefined
}

function insert(parent: unknown, key: string, value: unknown): unknown {
  if (!Array.isArray(parent)) return set(parent, key, value)
  const index = key === '-' ? parent.length : Number(key)
  return index > parent.length ? undefined : [...(parent as unknown[]).slice(0, index), value, ...(parent as unknown[]).slice(index)]
}

function without(parent: unknown, key: string): unknown {
  if (Array.isArray(parent)) return (parent as unknown[]).filter((_, index) => String(index) !== key)
  return isObject(parent) ? Object.fromEntries(Object.entries(parent).filter(([name]) => name !== key)) : undefined
}
