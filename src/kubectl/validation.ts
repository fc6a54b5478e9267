/** `--validate=strict|warn|ignore`, as the server is told it. Follows kubernetes v1.36 kubectl/pkg/cmd/util (GetValidationDirective). */
import { textOf, type Flag } from './flags.ts'
import type { Call } from './verb.ts'

export const validateFlag: Flag = { name: 'validate', type: 'text', alone: 'strict' }

export type FieldValidation = 'Strict' | 'Warn' | 'Ignore'

const directives: { readonly [text: string]: FieldValidation } = { true: 'Strict', strict: 'Strict', warn: 'Warn', ignore: 'Ignore', false: 'Ignore' }

/** A sentence about what is wrong, behind `error: `. */
export function validationOf({ flags }: Pick<Call, 'flags'>): { readonly ok: true; readonly directive: FieldValidation } | { readonly ok: false; readonly message: string } {
  const text = textOf(flags, 'validate', 'strict')
  const directive = Object.hasOwn(directives, text) ? directives[text] : undefined
  if (directive) return { ok: true, directive }
  return { ok: false, message: `invalid - validate option ${JSON.stringify(text)}; must be one of: strict (or true), warn, ignore (or false)` }
}
