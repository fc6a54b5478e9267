/**
 * Final objects and events of a recorded session. Objects are matched under one renaming, whatever their order; events
 * without their counts, which depend on how many changes were seen at once.
 */
import type { Cluster } from '../../src/cluster/cluster.ts'
import type { CaseResult } from './admission.ts'
import { difference, normalise, type Json, type Renaming } from './compare.ts'
import { kindCalled } from './stand-ins.ts'

type Fields = { readonly [field: string]: Json }
export type Dump = { readonly [resource: string]: readonly Json[] }

export interface StateOptions {
  readonly dump: Dump
  /** What has not changed since is none of the session's. */
  readonly since: number
  readonly renaming: Renaming
}

export function compareState(cluster: Cluster, { dump, since, renaming }: StateOptions): CaseResult {
  const missing = Object.keys(dump).find((resource) => !kindCalled(resource))
  if (missing !== undefined) return { type: 'not run', why: `${missing} are not there yet` }
  for (const [resource, recorded] of Object.entries(dump)) {
    const ours = objectsOf(cluster, resource, since).map(withoutNode)
    const why = matchAll(recorded.map((item) => withoutNode(resource === 'events' ? withoutCount(item) : normalise(item))), ours, renaming)
    if (why !== undefined) return { type: 'different', why: `${resource}: ${why}` }
  }
  return { type: 'same' }
}

function objectsOf(cluster: Cluster, resource: string, since: number): Json[] {
  const kind = kindCalled(resource)
  const entries = [...cluster.store().entries.values()].filter(({ value, modRevision }) => value.kind === kind?.kind && modRevision > since)
  const objects = entries.map(({ value }) => JSON.parse(JSON.stringify(value)) as Fields)
  return resource === 'events' ? objects.map(shortEvent) : objects.map((object) => normalise(object))
}

/** Which of several equal nodes a pod got is free, and with it the node's address. */
const withoutNode = (value: Json): Json => JSON.parse(JSON.stringify(value).replace(/\bnode-\d+\b/g, 'node').replace(/"10\.0\.0\.\d+"/g, '"node address"')) as Json

const withoutCount = (event: Json): Json => {
  const { count: _, ...rest } = event as Fields
  return rest
}

function shortEvent(event: Fields): Json {
  const [about, source] = [event['involvedObject'], event['source']] as Fields[]
  const from = source?.['component'] ?? event['reportingComponent'] ?? ''
  return { from, message: event['message'] ?? '', on: `${String(about?.['kind'])}/${String(about?.['name'])}`, reason: event['reason'] ?? '', type: event['type'] ?? '' }
}

/** Each recorded item takes the first of ours that is the same under the renaming so far. */
function matchAll(recorded: readonly Json[], ours: readonly Json[], { known }: Renaming): string | undefined {
  const left = [...ours]
  for (const item of recorded) {
    let [found, first] = [-1, 'nothing like it']
    for (const [index, candidate] of left.entries()) {
      const attempt: Renaming = { known: new Map(known) }
      const why = difference(item, candidate, attempt)
      if (why === undefined) {
        found = index
        for (const [placeholder, text] of attempt.known) known.set(placeholder, text)
        break
      }
      if (isAbout(item, candidate)) first = why
    }
    if (found < 0) return `recorded ${JSON.stringify(item).slice(0, 160)}: ${first}`
    left.splice(found, 1)
  }
  return left.length === 0 ? undefined : `ours has also ${JSON.stringify(left[0]).slice(0, 300)}`
}

/** Worth telling the difference of. */
function isAbout(a: Json, b: Json): boolean {
  const [one, other] = [a, b] as Fields[]
  if (one?.['reason'] !== undefined) return one['reason'] === other?.['reason'] && one['from'] === other?.['from']
  const nameOf = (item: Fields | undefined) => String((item?.['metadata'] as Fields | undefined)?.['name']).replace(/[-<].*/, '')
  return nameOf(one) === nameOf(other)
}
