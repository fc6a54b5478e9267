/** `kubectl apply -f FILE` as a command line; what it does stands in apply.ts. Server-side apply is refused by name. */
import { kindOfManifest } from '../api/kinds/registry.ts'
import type { ApiObject } from '../api/meta/object.ts'
import { apply, type Applied } from './apply.ts'
import { dryRunFlag, dryRunOf } from './dry-run.ts'
import { isGiven, isOn, listOf, textOf } from './flags.ts'
import { fileFlags, fileText, namespaceFlag } from './select.ts'
import type { Line } from './session.ts'
import { validateFlag, validationOf } from './validation.ts'
import { failed, type Call, type Verb } from './verb.ts'
import { outputFlag, outputOf } from './writer-output.ts'

export const applyVerb: Verb = {
  name: 'apply',
  flags: [namespaceFlag, ...fileFlags, { name: 'server-side', type: 'boolean' }, validateFlag, dryRunFlag, outputFlag],
  run: (call) => {
    if (/^(?:set|edit)/.test(call.words[0] ?? '')) return failed(`kubectl apply ${call.words[0] ?? ''} is not supported here yet`)
    if (call.words.length > 0) return failed(`Unexpected args: [${call.words.join(' ')}]\nSee 'kubectl apply -h' for help and examples`)
    if (isOn(call.flags, 'server-side')) return failed('server-side apply is not supported here yet')
    const [file = '', ...others] = listOf(call.flags, 'filename')
    if (file === '') return failed('must specify one of -f and -k')
    if (others.length > 0) return failed('apply takes one file here')
    const validation = validationOf(call)
    if (!validation.ok) return failed(validation.message)
    const { source, text } = fileText(call, file)
    if (text === undefined) return failed(`the path ${JSON.stringify(file)} does not exist`)
    const { documents, output } = apply({ text, file: source, handle: call.handle, fieldValidation: validation.directive, dryRun: dryRunOf(call), ...(isGiven(call.flags, 'namespace') && { namespace: textOf(call.flags, 'namespace') }) })
    const lines = inFormat(call, documents, output.slice(1))
    const isRefused = lines.some(({ type, text: line }) => type === 'error' && !line.startsWith('Warning: '))
    return { code: isRefused ? 1 : 0, output: lines }
  },
}

/** Instead of one line for each object, what `-o` asks for. */
function inFormat(call: Call, documents: readonly Applied[], lines: readonly Line[]): readonly Line[] {
  if (!isGiven(call.flags, 'output')) return lines
  const objects = documents.filter(({ verb }) => verb !== 'refused').map(({ body }) => body as ApiObject)
  return lines.flatMap((line) => {
    const object = line.type === 'out' ? objects.shift() : undefined
    const kind = object && kindOfManifest(object.apiVersion, object.kind)
    return (object && kind && outputOf(call, { kind, name: object.metadata.name }, object)) ?? [line]
  })
}
