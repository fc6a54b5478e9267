/** `kubectl replace -f FILE`. Follows kubernetes v1.36 kubectl/pkg/cmd/replace/replace.go, without `--force`. */
import type { ApiObject } from '../api/meta/object.ts'
import { told, together, warningLines, type Said } from './change.ts'
import { dryRunFlag, dryRunOf, dryRunQuery } from './dry-run.ts'
import { isGiven } from './flags.ts'
import { fileFlags, inFile, namespaceFlag, select, type Item } from './select.ts'
import { objectPath } from './session.ts'
import { sortedJson } from './sorted-json.ts'
import { validateFlag, validationOf, type FieldValidation } from './validation.ts'
import { failed, finished, statusError, usageError, type Call, type Verb } from './verb.ts'
import { outputFlag } from './writer-output.ts'

export const replace: Verb = {
  name: 'replace',
  flags: [namespaceFlag, ...fileFlags, dryRunFlag, outputFlag, { name: 'field-manager', type: 'text' }, validateFlag],
  run: (call) => {
    if (!isGiven(call.flags, 'filename')) return usageError(call, 'must specify --filename to replace')
    const validation = validationOf(call)
    if (!validation.ok) return failed(validation.message)
    const { items, errors } = select(call)
    if (items.length === 0 && errors.length === 0) return failed('no objects passed to replace')
    const { lines, errors: more } = together(items.map((item) => replaceOne(call, item, validation.directive)))
    return finished(lines, [...errors, ...more])
  },
}

function replaceOne(call: Call, item: Item, fieldValidation: FieldValidation): Said {
  if (dryRunOf(call) === 'client') return { lines: told(call, item, { object: item.object, done: 'replaced' }), errors: [] }
  const query = { fieldManager: 'kubectl-replace', fieldValidation, ...dryRunQuery(call) }
  const answer = call.handle({ method: 'PUT', path: objectPath(item), query, headers: { 'content-type': 'application/json' }, body: sortedJson(item.object) })
  if (answer.code >= 400) return { lines: warningLines(answer), errors: [inFile('replacing', item, statusError(answer))] }
  return { lines: [...warningLines(answer), ...told(call, item, { object: JSON.parse(answer.body) as ApiObject, done: 'replaced' })], errors: [] }
}
