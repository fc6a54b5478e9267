/**
 * `kubectl replace -f FILE`; with `--force` what is there is deleted and, once it is gone, made anew. Follows kubernetes
 * v1.36 kubectl/pkg/cmd/replace/replace.go.
 */
import type { ApiObject } from '../api/meta/object.ts'
import { kindOfManifest } from '../api/kinds/registry.ts'
import { onceEach, told, together, warningLines, type Said } from './change.ts'
import { deleteOne, period, whenGone, type Leaving } from './delete.ts'
import { dryRunFlag, dryRunOf, dryRunQuery } from './dry-run.ts'
import type { KubectlError } from './errors.ts'
import { isGiven, isOn, textOf, type Flags } from './flags.ts'
import { fileFlags, inFile, namespaceFlag, select, type Item } from './select.ts'
import { collectionPath, objectPath } from './session.ts'
import { sortedJson } from './sorted-json.ts'
import { validateFlag, validationOf, type FieldValidation } from './validation.ts'
import { failed, finished, statusError, type Call, type Outcome, type Surroundings, type Verb, type Waiting } from './verb.ts'
import { outputFlag } from './writer-output.ts'

export const replace: Verb = {
  name: 'replace',
  flags: [namespaceFlag, ...fileFlags, dryRunFlag, outputFlag, { name: 'field-manager', type: 'text' }, validateFlag, { name: 'force', type: 'boolean' }, { name: 'grace-period', type: 'number' }],
  run: (call) => {
    if (!isGiven(call.flags, 'filename')) return failed('must specify one of -f and -k')
    const validation = validationOf(call)
    if (!validation.ok) return failed(validation.message)
    const { items, errors } = select(call)
    if (items.length === 0 && errors.length === 0) return failed('no objects passed to replace')
    if (isOn(call.flags, 'force')) return makeAnew(call, items, errors)
    const { lines, errors: more } = together(items.map((item) => replaceOne(call, item, validation.directive)))
    return finished(lines, [...errors, ...more])
  },
  resume: (waiting, around) => whenLeft({ ...waiting, waited: waiting.waited + waiting.seconds }, around),
}

/** What a forced replacement waits with. */
interface Anew {
  readonly leaving: readonly Leaving[]
  readonly objects: readonly { readonly object: ApiObject; readonly namespace: string; readonly source: string }[]
  readonly flags: Flags
}

function makeAnew(call: Call, items: readonly Item[], errors: readonly KubectlError[]): Outcome {
  const grace = textOf(call.flags, 'grace-period')
  const body = JSON.stringify({ kind: 'DeleteOptions', apiVersion: 'v1', propagationPolicy: 'Background', ...(grace !== '' && { gracePeriodSeconds: Number(grace) }) })
  const done = items.map((item) => deleteOne(call, item, { body, isForced: false, ignores: true, lines: [] }))
  const lines = onceEach(done.flatMap((one) => one.lines))
  const all = [...errors, ...done.flatMap((one) => one.errors)]
  if (all.length > 0) return finished(lines, all)
  const state: Anew = { leaving: done.flatMap((one) => one.leaving), objects: items.map(({ object, namespace, source }) => ({ object, namespace, source })), flags: call.flags }
  const rest = whenLeft({ verb: 'replace', seconds: period, waited: 0, limit: 0, state }, call)
  return { ...rest, output: [...lines, ...rest.output] }
}

function whenLeft(waiting: Waiting, around: Surroundings): Outcome {
  const state = waiting.state as Anew
  const gone = whenGone({ ...waiting, state: state.leaving }, around)
  if (gone.waiting) return { ...gone, waiting: { ...gone.waiting, state: { ...state, leaving: gone.waiting.state } } }
  const call: Call = { ...around, verb: 'replace', words: [], flags: state.flags, rest: [] }
  const { lines, errors } = together(state.objects.map((one) => createOne(call, one)))
  return finished(lines, errors)
}

function createOne(call: Call, { object, namespace, source }: Anew['objects'][number]): Said {
  const kind = kindOfManifest(object.apiVersion, object.kind)
  if (!kind) return { lines: [], errors: [] }
  const item: Item = { kind, namespace, name: object.metadata.name, object, source }
  const answer = call.handle({ method: 'POST', path: collectionPath(kind, namespace), query: { fieldManager: 'kubectl-replace' }, headers: { 'content-type': 'application/json' }, body: sortedJson(object) })
  if (answer.code >= 400) return { lines: warningLines(answer), errors: [statusError(answer)] }
  return { lines: [...warningLines(answer), ...told(call, item, { object: JSON.parse(answer.body) as ApiObject, done: 'replaced' })], errors: [] }
}

function replaceOne(call: Call, item: Item, fieldValidation: FieldValidation): Said {
  if (dryRunOf(call) === 'client') return { lines: told(call, item, { object: item.object, done: 'replaced' }), errors: [] }
  const query = { fieldManager: 'kubectl-replace', fieldValidation, ...dryRunQuery(call) }
  const answer = call.handle({ method: 'PUT', path: objectPath(item), query, headers: { 'content-type': 'application/json' }, body: sortedJson(item.object) })
  if (answer.code >= 400) return { lines: warningLines(answer), errors: [inFile('replacing', item, statusError(answer))] }
  return { lines: [...warningLines(answer), ...told(call, item, { object: JSON.parse(answer.body) as ApiObject, done: 'replaced' })], errors: [] }
}
