/** `--from-literal=KEY=VALUE` of ConfigMaps and Secrets. Follows kubernetes v1.36 kubectl/pkg/util (ParseLiteralSource) and cmd/create. */
import { isConfigMapKey } from '../../api/validation/names.ts'
import { listOf, type Flag, type Flags } from '../flags.ts'

export const literalFlags: readonly Flag[] = [{ name: 'from-literal', type: 'list' }, { name: 'from-file', type: 'list' }]

/** Keys and values, or what is wrong. Files are not there to be read. */
export function readLiterals(flags: Flags, { kind, name, field }: { kind: string; name: string; field: string }): { readonly [key: string]: string } | string {
  const [file] = listOf(flags, 'from-file')
  if (file !== undefined) return `error reading ${file.replace(/^[^=]*=/, '')}: no such file or directory`
  const data: { [key: string]: string } = {}
  for (const text of listOf(flags, 'from-literal')) {
    const equals = text.indexOf('=')
    if (equals < 1) return `invalid literal source ${text}, expected key=value`
    const key = text.slice(0, equals)
    const [problem] = isConfigMapKey(key)
    if (problem !== undefined) return `${JSON.stringify(key)} is not a valid key name for a ${kind}: ${problem}`
    if (Object.hasOwn(data, key)) return `cannot add key ${JSON.stringify(key)}, another key by that name already exists in ${field} for ${kind} ${JSON.stringify(name)}`
    data[key] = text.slice(equals + 1).replace(/^(['"])(.*)\1$/s, '$2')
  }
  return data
}
