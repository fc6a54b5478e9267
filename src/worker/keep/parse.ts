/**
 * Reads a session that came from outside: text of unknown origin. Nothing of it is run here; it is looked at field by
 * field, within limits, and refused with one sentence. What is taken is plain data, frozen.
 */
import { isObject } from '../../api/meta/json.ts'
import type { Input, LoggedInput } from '../../cluster/cluster.ts'
import { freeze } from '../../sim/freeze.ts'
import { micros } from '../../sim/time.ts'
import type { Moment } from '../history/moment.ts'
import { formatVersion, type KeptBranch, type KeptSession, type KeptTree } from './format.ts'

export type Parsed = { readonly ok: true; readonly kept: KeptSession } | { readonly ok: false; readonly message: string }

/** Characters of a session file. */
export const textLimit = 24_000_000
/** What a file may ask to be run: a week of simulated time, three million events. */
const limits = { branches: 64, inputs: 20_000, at: 7 * 86_400_000_000, taken: 3_000_000, name: 120, depth: 60 }

/** Thrown inside, never out of this file. */
class Refused extends Error {}

function need(condition: boolean, message: string): asserts condition {
  if (!condition) throw new Refused(message)
}

export function parseSession(text: string): Parsed {
  try {
    need(typeof text === 'string' && text.trim() !== '', 'the file is empty')
    need(text.length <= textLimit, `the file is larger than ${textLimit / 1_000_000} MB`)
    return { ok: true, kept: sessionOf(read(text)) }
  } catch (error) {
    if (error instanceof Refused) return { ok: false, message: `This is not a session that can be opened: ${error.message}.` }
    throw error
  }
}

function read(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new Refused('it is not JSON')
  }
}

function sessionOf(value: unknown): KeptSession {
  need(isObject(value) && value['format'] === 'kubarium', 'it was not written by Kubarium')
  const version = value['version']
  need(isCount(version) && version >= 1, 'it has no version')
  need(version <= formatVersion, `it was written by a newer Kubarium (format ${version}, this one reads ${formatVersion})`)
  need(value['scenario'] === 'founding-demo', `there is no scenario ${shown(value['scenario'])}`)
  const seed = value['seed']
  need(isCount(seed) && seed >= 1 && seed <= 0xffff_ffff, 'its seed is not a number from 1 on')
  const state = value['state']
  need(isCount(state), 'it does not say how its state is written')
  return freeze({
    format: 'kubarium',
    version,
    state,
    // A history that began with another build's state cannot be repeated from its inputs.
    build: value['born'] === undefined ? textOf(value['build'], 'build', limits.name) : '',
    kubernetes: textOf(value['kubernetes'], 'kubernetes', limits.name),
    scenario: 'founding-demo',
    seed,
    name: textOf(value['name'], 'name', limits.name),
    tree: treeOf(value['tree']),
    objects: textOf(value['objects'], 'objects', textLimit),
    page: textOf(value['page'], 'page', textLimit),
  })
}

/** Nothing but the scenario. */
const fresh: KeptTree = { branches: [], current: 0, moment: { at: 0, taken: 0, inputs: 0 } }

function treeOf(value: unknown): KeptTree {
  need(isObject(value), 'it has no history')
  const [list, current] = [value['branches'], value['current']]
  need(Array.isArray(list) && list.length <= limits.branches, `it has no branches, or more than ${limits.branches}`)
  if (list.length === 0 && current === 0) return fresh
  const branches: KeptBranch[] = []
  for (const item of list as readonly unknown[]) branches.push(branchOf(item, branches))
  const shown = branches.find(({ id }) => id === current)
  need(shown !== undefined && !shown.dropped, 'the branch that it shows is missing')
  const moment = momentOf(value['moment'])
  need(!isAfter(moment, shown.head), 'it shows a moment that its branch has not reached')
  return { branches, current: shown.id, moment }
}

function branchOf(value: unknown, before: readonly KeptBranch[]): KeptBranch {
  need(isObject(value) && isCount(value['id']), 'a branch has no number')
  const { id, parent: parentId, dropped = false } = value as { readonly id: number; readonly parent?: unknown; readonly dropped?: unknown }
  need(!before.some((other) => other.id === id), `branch ${id} is there twice`)
  const parent = before.find((other) => other.id === parentId)
  need(parent !== undefined || (before.length === 0 && parentId === 0), `branch ${id} grew from nothing`)
  const [forkedAt, head] = [momentOf(value['forkedAt']), momentOf(value['head'])]
  need(!parent || !isAfter(forkedAt, parent.head), `branch ${id} leaves its parent where that has not been`)
  const log = logOf(value['log'])
  need(head.inputs === (parent ? forkedAt.inputs : 0) + log.length, `branch ${id} does not hold its inputs`)
  need(inOrder(log, parent ? forkedAt : { at: 0, taken: 0, inputs: 0 }, head), `the inputs of branch ${id} are out of order`)
  const actions = value['actions']
  need(Array.isArray(actions) && actions.every((index) => isCount(index) && index < head.inputs), `the actions of branch ${id} are not numbers`)
  return { id, name: textOf(value['name'], 'name', limits.name), parent: parent?.id ?? 0, forkedAt, log, actions, head, dropped: dropped === true }
}

function momentOf(value: unknown): Moment {
  need(isObject(value), 'a moment is missing')
  const { at, taken, inputs } = value as { readonly [name: string]: unknown }
  need(isCount(at) && isCount(taken) && isCount(inputs), 'a moment is not made of numbers')
  need(at <= limits.at && taken <= limits.taken, 'it would have to be run for too long')
  return { at, taken, inputs }
}

const isAfter = (a: Moment, b: Moment): boolean => a.at > b.at || a.taken > b.taken || a.inputs > b.inputs

function logOf(value: unknown): LoggedInput[] {
  need(Array.isArray(value) && value.length <= limits.inputs, `it has no inputs, or more than ${limits.inputs}`)
  return (value as readonly unknown[]).map((item) => {
    need(isObject(item), 'an input is not an object')
    const { at, taken, input } = item as { readonly [name: string]: unknown }
    need(isCount(at) && isCount(taken), 'an input has no time')
    return { at: micros(at), taken, input: inputOf(input) }
  })
}

function inOrder(log: readonly LoggedInput[], from: Moment, to: Moment): boolean {
  let last: { readonly at: number; readonly taken: number } = from
  for (const next of log) {
    if (next.at < last.at || next.taken < last.taken) return false
    last = next
  }
  return last.at <= to.at && last.taken <= to.taken
}

const methods = new Set(['POST', 'PUT', 'PATCH', 'DELETE', 'GET', 'HEAD', 'OPTIONS'])
/** Inputs that are one field or a few, checked again when they are performed. */
const simple = new Set(['send', 'start-traffic', 'stop-traffic', 'stop', 'start', 'add-node', 'fault', 'heal'])

function inputOf(value: unknown): Input {
  need(isObject(value) && typeof value['type'] === 'string', 'an input says not what it is')
  const { type } = value
  if (type === 'http') return { type, request: requestOf(value['request']) } as Input
  need(simple.has(String(type)), `there is no input ${shown(type)}`)
  need(isPlain(value, limits.depth), 'an input is not plain data')
  // The cluster answers what it cannot perform; its shape is that of data, which is all that is asked here.
  return value as unknown as Input
}

function requestOf(value: unknown): unknown {
  need(isObject(value), 'a request is missing')
  const { method, path, query, headers, body } = value as { readonly [name: string]: unknown }
  need(typeof method === 'string' && methods.has(method), `there is no HTTP method ${shown(method)}`)
  need(typeof path === 'string' && path.startsWith('/') && path.length < 2_000, 'a request has no path')
  need(isTexts(query) && isTexts(headers) && typeof body === 'string', 'a request is not made of texts')
  return { method, path, query, headers, body }
}

const isTexts = (value: unknown): boolean => isObject(value) && Object.values(value).every((item) => typeof item === 'string')
const isCount = (value: unknown): value is number => typeof value === 'number' && Number.isSafeInteger(value) && value >= 0

function isPlain(value: unknown, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return true
  return depth > 0 && Object.values(value).every((item) => isPlain(item, depth - 1))
}

function textOf(value: unknown, name: string, limit: number): string {
  need(typeof value === 'string' && value.length <= limit, `its ${name} is not a text of at most ${limit} characters`)
  return value
}

/** Of someone else's words, a few. */
const shown = (value: unknown): string => JSON.stringify(value ?? null).slice(0, 40)
