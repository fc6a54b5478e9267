/**
 * Reads a session that came from outside: text of unknown origin. Nothing of it is run here; it is looked at field by
 * field, within limits, and refused by what is wrong first. What is taken is plain data, frozen.
 */
import { isObject } from '../../api/meta/json.ts'
import type { LoggedInput } from '../../cluster/cluster.ts'
import { freeze } from '../../sim/freeze.ts'
import type { Moment } from '../history/moment.ts'
import type { Refusal } from '../protocol.ts'
import { choiceOf, count, fieldsOf, itemsOf, numberOf, textOf, type Field } from './fields.ts'
import { formatVersion, type KeptBranch, type KeptSession, type KeptTree } from './format.ts'
import { logOf } from './inputs.ts'
import { limits } from './limits.ts'
import { refuse, Refused } from '../refused.ts'

export type Parsed = { readonly ok: true; readonly kept: KeptSession } | { readonly ok: false; readonly refusal: Refusal }

export function parseSession(text: string): Parsed {
  try {
    if (typeof text !== 'string' || text.trim() === '') refuse('empty', {})
    if (text.length > limits.text) refuse('large', { megabytes: limits.text / 1_000_000 })
    return { ok: true, kept: sessionOf({ value: read(text), place: '' }) }
  } catch (error) {
    if (error instanceof Refused) return { ok: false, refusal: error.refusal }
    throw error
  }
}

function read(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return refuse('json', {})
  }
}

function sessionOf(field: Field): KeptSession {
  if (!isObject(field.value) || field.value['format'] !== 'kubarium') refuse('foreign', {})
  const fields = fieldsOf(field, ['version', 'state', 'build', 'kubernetes', 'scenario', 'seed', 'name', 'born', 'tree', 'objects', 'page'])
  const version = numberOf(fields.version, { from: 1, to: Number.MAX_SAFE_INTEGER })
  if (version > formatVersion) refuse('newer', { version, known: formatVersion })
  const isBornHere = fields.born.value === undefined
  if (!isBornHere) textOf(fields.born, limits.text)
  const build = textOf(fields.build, limits.name)
  return freeze({
    format: 'kubarium',
    version,
    state: numberOf(fields.state, count),
    // A history that began with another build's state cannot be repeated from its inputs.
    build: isBornHere ? build : '',
    kubernetes: textOf(fields.kubernetes, limits.name),
    scenario: choiceOf(fields.scenario, ['founding-demo']),
    seed: numberOf(fields.seed, { from: 1, to: 0xffff_ffff }),
    name: textOf(fields.name, limits.name),
    tree: treeOf(fields.tree),
    objects: textOf(fields.objects, limits.text),
    page: textOf(fields.page, limits.text),
  })
}

function treeOf(field: Field): KeptTree {
  const fields = fieldsOf(field, ['branches', 'current', 'moment'])
  const branches: KeptBranch[] = []
  for (const item of itemsOf(fields.branches, limits.branches)) branches.push(branchOf(item, branches))
  const current = numberOf(fields.current, { from: 0, to: limits.id })
  const moment = momentOf(fields.moment)
  // Nothing but the scenario.
  if (branches.length === 0 && current === 0) return { branches, current, moment: { at: 0, taken: 0, inputs: 0 } }
  const shown = branches.find(({ id, dropped }) => id === current && !dropped)
  if (!shown) refuse('branch', { field: fields.current.place })
  if (isAfter(moment, shown.head)) refuse('beyond', { field: fields.moment.place })
  return { branches, current, moment }
}

/** Each grows from one that stands before it; the first from nothing. */
function branchOf(field: Field, before: readonly KeptBranch[]): KeptBranch {
  const fields = fieldsOf(field, ['id', 'name', 'parent', 'forkedAt', 'log', 'actions', 'head', 'dropped'])
  const id = numberOf(fields.id, { from: 1, to: limits.id })
  if (before.some((other) => other.id === id)) refuse('twice', { field: fields.id.place })
  const parentId = numberOf(fields.parent, { from: 0, to: limits.id })
  const parent = before.find((other) => other.id === parentId)
  if (!parent && (before.length > 0 || parentId !== 0)) refuse('branch', { field: fields.parent.place })
  const [forkedAt, head] = [momentOf(fields.forkedAt), momentOf(fields.head)]
  if (parent && isAfter(forkedAt, parent.head)) refuse('beyond', { field: fields.forkedAt.place })
  const log = logOf(fields.log)
  const shared = parent ? forkedAt.inputs : 0
  if (head.inputs !== shared + log.length || !inOrder(log, parent ? forkedAt : { at: 0, taken: 0 }, head)) refuse('order', { field: fields.log.place })
  const actions = itemsOf(fields.actions, limits.inputs).map((index) => numberOf(index, { from: 0, to: Math.max(0, head.inputs - 1) }))
  return { id, name: textOf(fields.name, limits.name), parent: parent?.id ?? 0, forkedAt, log, actions, head, dropped: isTrue(fields.dropped) }
}

/** One that is not said is not so. */
function isTrue({ value, place }: Field): boolean {
  if (value !== undefined && typeof value !== 'boolean') refuse('flag', { field: place })
  return value === true
}

function momentOf(field: Field): Moment {
  const fields = fieldsOf(field, ['at', 'taken', 'inputs'])
  const [at, taken] = [numberOf(fields.at, count), numberOf(fields.taken, count)]
  if (at > limits.at || taken > limits.taken) refuse('long', { days: limits.at / 86_400_000_000, events: limits.taken })
  return { at, taken, inputs: numberOf(fields.inputs, count) }
}

const isAfter = (a: Moment, b: Moment): boolean => a.at > b.at || a.taken > b.taken || a.inputs > b.inputs

function inOrder(log: readonly LoggedInput[], from: Pick<Moment, 'at' | 'taken'>, to: Moment): boolean {
  let last: Pick<Moment, 'at' | 'taken'> = from
  for (const next of log) {
    if (next.at < last.at || next.taken < last.taken) return false
    last = next
  }
  return last.at <= to.at && last.taken <= to.taken
}
