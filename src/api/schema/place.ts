/**
 * Where in an object decoding stands. Places are chained and only written out for what is wrong, because nearly nothing
 * is: `spec.containers[0].name` for unknown fields, `spec.containers.name` in the errors of Go's decoder.
 */

export interface Place {
  readonly parent: Place | undefined
  /** A field, an index of a list or a key of a map. */
  readonly step: 'field' | 'index' | 'key'
  readonly key: string | number
  /** The Go struct that declares the field; of an item, that of its list. */
  readonly struct: string
  /** The embedded struct the field is declared in, '' if it is the struct's own. */
  readonly embedded: string
}

export const at = (parent: Place | undefined, step: Place['step'], key: string | number): Place => ({
  parent,
  step,
  key,
  struct: parent?.struct ?? '',
  embedded: '',
})

/** `spec.template.spec.containers[0].name`. */
export function pathOf(place: Place | undefined): string {
  if (!place) return ''
  const before = pathOf(place.parent)
  if (place.step === 'index') return `${before}[${place.key}]`
  return before === '' ? String(place.key) : `${before}.${place.key}`
}

/** `PodSpec.spec.volumes.VolumeSource.emptyDir`: the struct, then fields alone, embedded structs by name. */
export const goPathOf = (place: Place): string => `${place.struct}.${fieldsOf(place).join('.')}`

function fieldsOf({ parent, step, key, embedded }: Place): string[] {
  const before = parent ? fieldsOf(parent) : []
  if (step !== 'field') return before
  return embedded === '' ? [...before, String(key)] : [...before, embedded, String(key)]
}
