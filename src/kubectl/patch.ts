/** `kubectl patch`. Follows kubernetes v1.36 kubectl/pkg/cmd/patch/patch.go; the patch may be YAML as well. */
import { sameJson } from '../api/meta/json.ts'
import { parseManifest } from '../api/manifest/manifest.ts'
import type { ApiObject } from '../api/meta/object.ts'
import { told, sendPatch, together, warningLines, type PatchType, type Said } from './change.ts'
import { dryRunFlag, withoutNote } from './dry-run.ts'
import { textOf } from './flags.ts'
import { fileFlags, fileText, inFile, namespaceFlag, select, type Item } from './select.ts'
import { sortedJson } from './sorted-json.ts'
import { failed, finished, statusError, usageError, type Call, type Verb } from './verb.ts'
import { outputFlag } from './writer-output.ts'

const types: readonly PatchType[] = ['json', 'merge', 'strategic']

export const patch: Verb = {
  name: 'patch',
  flags: [namespaceFlag, ...fileFlags, dryRunFlag, outputFlag, { name: 'patch', short: 'p', type: 'text' }, { name: 'patch-file', type: 'text' }, { name: 'type', type: 'text' }, { name: 'subresource', type: 'text' }, { name: 'field-manager', type: 'text' }],
  run: (call) => {
    const file = textOf(call.flags, 'patch-file')
    if (textOf(call.flags, 'patch') !== '' && file !== '') return failed('cannot specify --patch and --patch-file together')
    const text = file === '' ? textOf(call.flags, 'patch') : fileText(call, file).text
    if (text === undefined) return failed(`unable to read patch file: open ${file}: no such file or directory`)
    if (text === '') return failed('must specify --patch or --patch-file containing the contents of the patch')
    const type = types.find((known) => known === textOf(call.flags, 'type', 'strategic').toLowerCase())
    if (!type) return failed(`--type must be one of [json merge strategic], not ${JSON.stringify(textOf(call.flags, 'type'))}`)
    const subresource = textOf(call.flags, 'subresource')
    if (!['', 'status', 'scale', 'resize'].includes(subresource)) return usageError(call, `invalid subresource value: ${JSON.stringify(subresource)}. Must be one of [status scale resize]`)
    const body = asJson(text)
    if (body === undefined) return failed(`unable to parse ${JSON.stringify(text)}: it is neither JSON nor YAML`)
    const { items, errors } = select(call)
    const { lines, errors: more } = together(items.map((item) => patchOne(call, item, { type, body, subresource })))
    return finished(lines, [...errors, ...more])
  },
}

/** What begins like JSON goes to the server as it stands. */
function asJson(text: string): string | undefined {
  if (/^\s*\{/.test(text)) return text
  const manifest = parseManifest(text)
  return manifest.ok ? sortedJson(manifest.documents[0]?.value ?? null) : undefined
}

function patchOne(call: Call, item: Item, order: { type: PatchType; body: string; subresource: string }): Said {
  const answer = sendPatch(call, item, order)
  if (answer.code >= 400) return { lines: warningLines(answer), errors: [inFile('patching', item, statusError(answer))] }
  const object = JSON.parse(answer.body) as ApiObject
  const isSame = order.subresource === '' && sameJson(object, item.object)
  return { lines: [...warningLines(answer), ...told(withoutNote(call), item, { object, done: `patched${isSame ? ' (no change)' : ''}` })], errors: [] }
}
