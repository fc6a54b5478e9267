/**
 * `kubectl scale --replicas=N`, with what must be so before. Follows kubernetes v1.36 kubectl/pkg/cmd/scale and
 * pkg/scale; `--timeout` is accepted, but the command does not wait for the pods.
 */
import type { Scale } from '../api/generated/types.ts'
import { told, together, type Said } from './change.ts'
import { dryRunFlag, dryRunOf, dryRunQuery } from './dry-run.ts'
import { textError } from './errors.ts'
import { isGiven, textOf } from './flags.ts'
import { allFlag, fileFlags, namespaceFlag, select, selectorFlag, type Item } from './select.ts'
import { getRequest, objectPath } from './session.ts'
import { failed, finished, statusError, type Call, type Verb } from './verb.ts'
import { outputFlag } from './writer-output.ts'

export const scale: Verb = {
  name: 'scale',
  flags: [namespaceFlag, selectorFlag, ...fileFlags, allFlag, dryRunFlag, outputFlag, { name: 'replicas', type: 'number' }, { name: 'current-replicas', type: 'number' }, { name: 'resource-version', type: 'text' }, { name: 'timeout', type: 'text' }],
  run: (call) => {
    if (!isGiven(call.flags, 'replicas')) return failed('required flag(s) "replicas" not set')
    if (Number(textOf(call.flags, 'replicas')) < 0) return failed('The --replicas=COUNT flag is required, and COUNT must be greater than or equal to 0')
    if (Number(textOf(call.flags, 'current-replicas', '-1')) < -1) return failed('The --current-replicas must specify an integer of -1 or greater')
    const { items, errors } = select(call)
    const { lines, errors: more } = together(items.map((item) => scaleOne(call, item)))
    return finished(lines, [...errors, ...more])
  },
}

function scaleOne(call: Call, item: Item): Said {
  const replicas = Number(textOf(call.flags, 'replicas'))
  const done = 'scaled'
  if (dryRunOf(call) === 'client') return { lines: told(call, item, { object: item.object, done }), errors: [] }
  const wanted = Number(textOf(call.flags, 'current-replicas', '-1'))
  const version = textOf(call.flags, 'resource-version')
  const answer = wanted < 0 && version === '' ? patchScale(call, item, replicas) : replaceScale(call, item, { replicas, wanted, version })
  if (typeof answer === 'string') return { lines: [], errors: [textError(answer)] }
  if (answer.code >= 400) return { lines: [], errors: [statusError(answer)] }
  return { lines: told(call, item, { object: item.object, done }), errors: [] }
}

const scalePath = (item: Item): string => `${objectPath(item)}/scale`

const patchScale = (call: Call, item: Item, replicas: number) =>
  call.handle({ method: 'PATCH', path: scalePath(item), query: dryRunQuery(call), headers: { 'content-type': 'application/merge-patch+json' }, body: JSON.stringify({ spec: { replicas } }) })

function replaceScale(call: Call, item: Item, { replicas, wanted, version }: { replicas: number; wanted: number; version: string }) {
  const answer = call.handle(getRequest(scalePath(item)))
  if (answer.code >= 400) return answer
  const before = JSON.parse(answer.body) as Scale
  const current = before.spec?.replicas ?? 0
  if (wanted >= 0 && current !== wanted) return `Expected replicas to be ${wanted}, was ${current}`
  if (version !== '' && before.metadata.resourceVersion !== version) return `Expected resource version to be ${version}, was ${before.metadata.resourceVersion ?? ''}`
  return call.handle({ method: 'PUT', path: scalePath(item), query: dryRunQuery(call), headers: { 'content-type': 'application/json' }, body: JSON.stringify({ ...before, spec: { ...before.spec, replicas } }) })
}
