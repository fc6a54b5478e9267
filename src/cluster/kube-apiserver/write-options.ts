/**
 * What the query of a write may say beside the object. Follows kubernetes v1.36 apimachinery/pkg/apis/meta/v1/validation
 * (ValidateCreateOptions, ValidateUpdateOptions, ValidatePatchOptions); server-side apply, which may force, is refused before.
 */
import { forbidden, invalid, notSupported, tooLong, type FieldError } from '../../api/meta/field-error.ts'
import type { HttpRequest } from '../../api/meta/http.ts'
import { byteLength } from '../../api/validation/names.ts'
import { dryRunProblems } from './statuses.ts'

const directives = ['', 'Ignore', 'Warn', 'Strict']
const longestManager = 128

export function queryProblems({ method, query }: HttpRequest): readonly FieldError[] {
  const { dryRun, fieldManager = '', fieldValidation = '', force } = query
  return [
    ...(method === 'PATCH' && force !== undefined ? [forbidden('force', 'may not be specified for non-apply patch')] : []),
    ...managerProblems(fieldManager),
    ...dryRunProblems(dryRun ? [dryRun] : []),
    ...(directives.includes(fieldValidation) ? [] : [notSupported('fieldValidation', fieldValidation, directives)]),
  ]
}

/** Who writes has a short name of printable letters; positions are counted in bytes. */
function managerProblems(name: string): readonly FieldError[] {
  const letters = [...name]
  const position = (at: number) => byteLength(letters.slice(0, at).join(''))
  const strange = letters.flatMap((letter, at) => (isPrintable(letter) ? [] : [invalid('fieldManager', name, `invalid character ${codeOf(letter)} (at position ${position(at)})`)]))
  return byteLength(name) > longestManager ? [tooLong('fieldManager', longestManager), ...strange] : strange
}

const isPrintable = (letter: string): boolean => letter === ' ' || /^[\p{L}\p{M}\p{N}\p{P}\p{S}]$/u.test(letter)
const codeOf = (letter: string): string => `U+${(letter.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`
