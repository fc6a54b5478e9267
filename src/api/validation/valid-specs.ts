/**
 * Pod specs that were found valid. A template makes many pods, and their specs differ in nothing but the name of the
 * volume with their token, so one look at the first of them is enough.
 * Example: what is valid with `kube-api-access-x7k2p` in a volume and in its mounts is valid with `kube-api-access-9bqzd`.
 */
import type { PodSpec } from '../generated/types.ts'
import type { FieldError } from '../meta/field-error.ts'

/** Specs remembered, as JSON without the name; beyond it the memory starts afresh. */
const limit = 100
const valid = new Set<string>()

export function validateOnce(spec: PodSpec, validate: () => FieldError[]): FieldError[] {
  // The claims of ephemeral volumes are named after the pod.
  if (spec.volumes?.some(({ ephemeral }) => ephemeral !== undefined)) return validate()
  const text = withoutToken(JSON.stringify(spec))
  if (valid.has(text)) return []
  const errors = validate()
  if (valid.size >= limit) valid.clear()
  if (errors.length === 0) valid.add(text)
  return errors
}

/** In place of the name stands what no JSON holds. A second name is left as it is. */
function withoutToken(text: string): string {
  const name = /kube-api-access-[a-z0-9]{5}/.exec(text)?.[0]
  return name === undefined ? text : text.replaceAll(name, '\0')
}
