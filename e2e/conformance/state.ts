/**
 * Final objects and events of a recorded session. Objects are matched under one renaming, whatever their order; events
 * without their counts, which depend on how many changes were seen at once.
 */
import type { Cluster } from '../../src/cluster/cluster.ts'
import type { CaseResult } from './admission.ts'
import { difference, normalise, type Json, type Renaming } from './compare.ts'
import { kindCalled } from '../../src/kubectl/select.ts'
import { withoutNodeNames } from './nodes.ts'
import type { Dump, Play } from './play.ts'

type Fields = { readonly [field: string]: Json }

export function compareState(play: Play, dump: Dump): CaseResult {
  const missing = Object.keys(dump).find((resource) => !kindCalled(resource))
  if (missing !== undefined) return { type: 'not run', why: `${missing} are not there yet` }
  for (const [resource, recorded] of Object.entries(dump)) {
    const ours = objectsOf(play.cluster, resource, play.since).map((item) => withoutNodes(item, play, 'ours'))
    const why = matchAll(recorded.map((item) => withoutNodes(resource === 'events' ? withoutCount(item) : normalise(item), play, 'recorded')), ours, play.renaming)
    if (why !== undefined) return { type: 'different', why: `${resource}: ${why}` }
  }
  return { type: 'same' }
}

/** Which of several equal nodes a pod got is free, and with it the node's address. */
const withoutNodes = (value: Json, { nodes }: Play, whose: 'recorded' | 'ours'): Json => JSON.parse(withoutNodeNames(JSON.stringify(value), nodes, whose)) as Json

function objectsOf(cluster: Cluster, resource: string, since: number): Json[] {
  const kind = kindCalled(resource)
  const entries = [...cluster.store().entries.values()].filter(({ value, modRevision }) => value.kind === kind?.kind && modRevision > since)
  const objects = entries.map(({ value }) => JSON.parse(JSON.stringify(value)) as Fields)
  return resource === 'events' ? objects.map(shortEvent) : objects.map((object) => normalise(object))
}

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
export function matchAll(recorded: readonly Json[], ours: readonly Json[], { known }: Renaming): string | undefined {
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
