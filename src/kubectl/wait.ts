/** `kubectl wait --for=delete|condition=NAME[=VALUE]|jsonpath=PATH=VALUE`. Follows kubernetes v1.36 kubectl/pkg/cmd/wait; looks every quarter of a second. */
import { groupResource } from '../api/kinds/kind.ts'
import { kindOfResource } from '../api/kinds/registry.ts'
import { isObject } from '../api/meta/json.ts'
import { durationOf } from './duration.ts'
import { printErrors } from './errors.ts'
import { textOf } from './flags.ts'
import { evaluate } from './json-path.ts'
import { allFlag, allNamespacesFlag, fileFlags, look, namespaceFlag, select, selectorFlag } from './select.ts'
import { failure, out, resourceName, type Line } from './session.ts'
import { failed, finished, said, type Outcome, type Surroundings, type Verb, type Waiting } from './verb.ts'

interface Awaited {
  readonly resource: string
  readonly namespace: string
  readonly name: string
  readonly uid: string
  /** `delete`, `condition=Ready`, `jsonpath={.status.phase}=Running`. */
  readonly condition: string
}

const period = 0.25

export const wait: Verb = {
  name: 'wait',
  flags: [namespaceFlag, allNamespacesFlag, selectorFlag, ...fileFlags, allFlag, { name: 'for', type: 'text' }, { name: 'timeout', type: 'text' }],
  run: (call) => {
    const condition = textOf(call.flags, 'for')
    if (condition !== 'delete' && !/^(?:condition=.|jsonpath=.)/.test(condition)) return failed(`unrecognized condition: ${JSON.stringify(condition)}`)
    const limit = durationOf(textOf(call.flags, 'timeout', '30s'))
    if (limit === undefined) return failed(`invalid argument ${JSON.stringify(textOf(call.flags, 'timeout'))} for "--timeout" flag: time: invalid duration ${JSON.stringify(textOf(call.flags, 'timeout'))}`)
    const { items, errors } = select(call)
    const isGone = condition === 'delete' && errors.every((error) => error.type === 'status' && error.status.reason === 'NotFound')
    if (errors.length > 0 && !isGone) return finished([], errors)
    if (items.length === 0) return isGone && errors.length > 0 ? said() : failed('no matching resources found')
    const state = items.map(({ kind, namespace, name, object }): Awaited => ({ resource: groupResource(kind), namespace, name, uid: object.metadata.uid ?? '', condition }))
    return lookAt({ verb: 'wait', seconds: period, waited: 0, limit, state }, call)
  },
  resume: (waiting, around) => lookAt({ ...waiting, waited: waiting.waited + waiting.seconds }, around),
}

function lookAt(waiting: Waiting, around: Surroundings): Outcome {
  const lines: Line[] = []
  const left: Awaited[] = []
  for (const one of waiting.state as readonly Awaited[]) {
    const kind = kindOfResource(one.resource)
    const { items, errors } = kind ? look(around, { kind, namespace: one.namespace, name: one.name }) : { items: [], errors: [] }
    const isMet = isSo(one, items[0]?.object)
    if (isMet && kind) lines.push(out(`${resourceName({ kind, name: one.name })} condition met`))
    else if (items.length === 0) lines.push(failure(printErrors(errors)))
    else left.push(one)
  }
  const code = lines.some(({ type }) => type === 'error') ? 1 : 0
  if (left.length === 0) return { code, output: lines }
  if (waiting.waited < waiting.limit || waiting.limit < 0) return { code, output: lines, waiting: { ...waiting, state: left } }
  return { code: 1, output: [...lines, ...left.map(({ resource, name }) => failure(`error: timed out waiting for the condition on ${resource}/${name}`))] }
}

function isSo({ condition, uid }: Awaited, object: unknown): boolean {
  const metadata = isObject(object) && isObject(object['metadata']) ? object['metadata'] : {}
  if (condition === 'delete') return object === undefined || (uid !== '' && metadata['uid'] !== uid)
  if (object === undefined) return false
  const [, what = '', text = ''] = /^(condition|jsonpath)=(.*)$/s.exec(condition) ?? []
  const [path, wanted] = what === 'condition' ? conditionPath(text) : jsonPath(text)
  const found = evaluate(object, path)
  return found.ok && found.values.some((value) => wanted === undefined || String(value).toLowerCase() === wanted.toLowerCase())
}

/** `Ready`, `Ready=false`. */
function conditionPath(text: string): readonly [string, string] {
  const [name = '', value = 'true'] = text.split('=')
  return [`{.status.conditions[?(@.type=="${name}")].status}`, value]
}

/** `{.status.phase}=Running`; without a value it is enough that something is there. */
function jsonPath(text: string): readonly [string, string | undefined] {
  const end = text.lastIndexOf('}=')
  return end < 0 ? [text, undefined] : [text.slice(0, end + 1), text.slice(end + 2).replace(/^(['"])(.*)\1$/s, '$2')]
}
