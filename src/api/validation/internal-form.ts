/**
 * The spec of a pod as the API server holds it inside: Go's field names, everything written, moved fields at their
 * internal place. Only the diff of a forbidden update shows it. Follows kubernetes v1.36 pkg/apis/core/types.go and
 * v1/conversion.go.
 */
import { internalStructs } from '../generated/internal.ts'
import { namedTypes } from '../generated/facts.ts'
import type { PodSpec } from '../generated/types.ts'
import { isObject } from '../meta/json.ts'

type Fields = { readonly [field: string]: unknown }

/** Fields of v1's PodSpec that are part of the internal security context. */
const movedToSecurityContext = ['hostNetwork', 'hostPID', 'hostIPC', 'shareProcessNamespace', 'hostUsers'] as const

export function internalPodSpec(spec: PodSpec): object {
  const moved = Object.fromEntries(movedToSecurityContext.map((field) => [field, spec[field]]))
  return structForm('PodSpec', { ...spec, securityContext: { ...spec.securityContext, ...moved } })
}

function structForm(name: string, value: Fields): object {
  /** The API spells the same names with other capitals: DNSPolicy is dnsPolicy, TTY is tty. */
  const given = new Map(Object.entries(value).map(([field, item]) => [field.toLowerCase(), item]))
  const fields: [string, unknown][] = []
  for (const [field, type] of Object.entries(internalStructs[name] ?? {})) {
    if (field.startsWith('+')) fields.push(...Object.entries(structForm(field.slice(1), value)))
    else fields.push([field, form(type, given.get(field.toLowerCase()))])
  }
  return Object.fromEntries(fields)
}

function form(type: string, value: unknown): unknown {
  const isAbsent = value === undefined || value === null
  if (type.startsWith('*')) return isAbsent ? null : form(type.slice(1), value)
  // An empty list was left out when the object was written, so here it is nil.
  if (type.startsWith('[]')) return Array.isArray(value) ? (value.length === 0 ? null : value.map((item: unknown) => form(type.slice(2), item))) : (value ?? null)
  const values = type === 'ResourceList' ? 'Quantity' : /^map\[\w+\](.*)$/.exec(type)?.[1]
  if (values !== undefined) return isObject(value) ? mapForm(values, value) : null
  if (internalStructs[type]) return structForm(type, isObject(value) ? value : {})
  return isAbsent ? zero(type) : value
}

function mapForm(type: string, value: Fields): object {
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(entries.map(([key, item]) => [key, form(type, item)]))
}

function zero(type: string): unknown {
  const base = namedTypes[type] ?? type
  if (base === 'bool') return false
  if (base === 'Quantity') return '0'
  return /^u?int|^float/.test(base) || base === 'IntOrString' ? 0 : base === 'string' || type in namedTypes ? '' : {}
}

