/** `kubectl create -f FILE`. Follows kubernetes v1.36 kubectl/pkg/cmd/create/create.go. */
import type { ApiObject } from '../api/meta/object.ts'
import { told, together, warningLines, type Said } from './change.ts'
import { dryRunFlag, dryRunOf, dryRunQuery } from './dry-run.ts'
import { withMemory } from './apply.ts'
import { isGiven, isOn } from './flags.ts'
import { fileFlags, inFile, namespaceFlag, select, type Item } from './select.ts'
import { collectionPath } from './session.ts'
import { sortedJson } from './sorted-json.ts'
import { validateFlag, validationOf, type FieldValidation } from './validation.ts'
import { failed, finished, statusError, type Call, type Verb } from './verb.ts'
import { outputFlag } from './writer-output.ts'

export const create: Verb = {
  name: 'create',
  flags: [namespaceFlag, ...fileFlags, dryRunFlag, outputFlag, { name: 'field-manager', type: 'text' }, { name: 'save-config', type: 'boolean' }, validateFlag],
  run: (call) => {
    if (call.words.length > 0) return failed(`kubectl create ${call.words[0] ?? ''} is not supported here yet`)
    if (!isGiven(call.flags, 'filename')) return failed('must specify one of -f and -k')
    const validation = validationOf(call)
    if (!validation.ok) return failed(validation.message)
    const { items, errors } = select(call)
    if (items.length === 0 && errors.length === 0) return failed('no objects passed to create')
    const { lines, errors: more } = together(items.map((item) => createOne(call, item, validation.directive)))
    return finished(lines, [...errors, ...more])
  },
}

function createOne(call: Call, item: Item, fieldValidation: FieldValidation): Said {
  if (dryRunOf(call) === 'client') return { lines: told(call, item, { object: item.object, done: 'created' }), errors: [] }
  const query = { fieldManager: 'kubectl-create', fieldValidation, ...dryRunQuery(call) }
  const answer = call.handle({ method: 'POST', path: collectionPath(item.kind, item.namespace), query, headers: { 'content-type': 'application/json' }, body: sortedJson(asNew(call, item)) })
  if (answer.code >= 400) return { lines: warningLines(answer), errors: [inFile('creating', item, statusError(answer))] }
  const object = JSON.parse(answer.body) as ApiObject
  return { lines: [...warningLines(answer), ...told(call, { ...item, name: object.metadata.name }, { object, done: 'created' })], errors: [] }
}

/** An object that is new has no version; with `--save-config` it is remembered as `apply` remembers. */
function asNew({ flags }: Call, { object }: Item): object {
  const { resourceVersion: _, ...metadata } = object.metadata
  const fresh = { ...object, metadata }
  return isOn(flags, 'save-config') ? withMemory(fresh) : fresh
}
