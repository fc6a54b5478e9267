/**
 * Changing one object the way most verbs do: the object as it should be is compared with the live one, and what differs
 * is sent as a patch. Follows kubernetes v1.36 kubectl/pkg/cmd/set/helper.go (CalculatePatch, PatchFn) and
 * cli-runtime/pkg/resource (helper.go).
 */
import type { HttpAnswer } from '../api/meta/http.ts'
import type { ApiObject } from '../api/meta/object.ts'
import { threeWayPatch } from '../api/patch/three-way.ts'
import { assert } from '../sim/assert.ts'
import { dryRunNote, dryRunOf, dryRunQuery } from './dry-run.ts'
import type { KubectlError } from './errors.ts'
import { failure, objectPath, out, resourceName, warningsOf, type Line } from './session.ts'
import { inFile, type Item } from './select.ts'
import { statusError, type Call } from './verb.ts'
import { outputOf } from './writer-output.ts'
import { sortedJson } from './sorted-json.ts'

export type PatchType = 'strategic' | 'merge' | 'json'

const mediaTypes: { readonly [type in PatchType]: string } = {
  strategic: 'application/strategic-merge-patch+json',
  merge: 'application/merge-patch+json',
  json: 'application/json-patch+json',
}

export interface PatchOrder {
  readonly type: PatchType
  readonly body: string
  readonly subresource?: string
}

export function sendPatch(call: Call, item: Pick<Item, 'kind' | 'namespace' | 'name'>, { type, body, subresource = '' }: PatchOrder): HttpAnswer {
  const path = `${objectPath(item)}${subresource === '' ? '' : `/${subresource}`}`
  const query = { fieldManager: `kubectl-${call.verb.split(' ')[0] ?? ''}`, ...dryRunQuery(call) }
  return call.handle({ method: 'PATCH', path, query, headers: { 'content-type': mediaTypes[type] }, body })
}

/** What is said of one object, or what went wrong with it. */
export interface Said {
  readonly lines: readonly Line[]
  readonly errors: readonly KubectlError[]
}

export const warningLines = (answer: HttpAnswer): Line[] => warningsOf(answer).map((text) => failure(`Warning: ${text}`))

/** The strategic merge patch from one object to another, as JSON. */
export function strategicDiff(kind: string, from: ApiObject, to: ApiObject): string {
  const [original, modified] = [{ ...from }, { ...to }]
  const result = threeWayPatch({ original, modified, current: original, struct: kind })
  assert(result.ok, result.ok ? '' : result.message)
  return sortedJson(result.patch)
}

/** Sends what differs, and says `deployment.apps/web DONE`; with nothing to send it says what `unchanged` says. */
export function change(call: Call, item: Item, { to, done, unchanged = [] }: { to: ApiObject; done: string; unchanged?: readonly Line[] }): Said {
  const body = strategicDiff(item.kind.kind, item.object, to)
  if (body === '{}') return { lines: unchanged, errors: [] }
  if (dryRunOf(call) === 'client') return { lines: told(call, item, { object: to, done }), errors: [] }
  const answer = sendPatch(call, item, { type: 'strategic', body })
  if (answer.code >= 400) return { lines: warningLines(answer), errors: [inFile('patching', item, statusError(answer))] }
  return { lines: [...warningLines(answer), ...told(call, item, { object: JSON.parse(answer.body) as ApiObject, done })], errors: [] }
}

/** `deployment.apps/web scaled`, or what `-o` asks for. */
export const told = (call: Call, item: Pick<Item, 'kind' | 'name'>, { object, done }: { object: ApiObject; done: string }): Line[] =>
  outputOf(call, item, object) ?? [out(`${resourceName(item)} ${done}${dryRunNote(call)}`)]

/** Lines and errors of several objects, as one. */
export const together = (parts: readonly Said[]): Said => ({ lines: onceEach(parts.flatMap(({ lines }) => lines)), errors: parts.flatMap(({ errors }) => errors) })

/** The same warning is given once. */
export const onceEach = (lines: readonly Line[]): Line[] =>
  lines.filter((line, index) => line.type === 'out' || lines.findIndex(({ text }) => text === line.text) === index)
