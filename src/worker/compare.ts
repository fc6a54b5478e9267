/**
 * What applying a file would change: each object as it is and as the server says it would be, tried as a dry run and as
 * strictly as an apply, so that what an apply would be refused for is refused here. Nothing is written and no time passes.
 */
import { isObject } from '../api/meta/json.ts'
import { isUnreachable } from '../api/meta/status.ts'
import { keyOf, lastApplied, troubleOf } from '../kubectl/apply.ts'
import { buildInfos, type Built, type Fields } from '../kubectl/builder.ts'
import { merge, type Merged } from '../kubectl/merged.ts'
import type { Handle } from '../kubectl/session.ts'
import { yamlOf } from '../kubectl/yaml-printer.ts'
import { fieldChanges } from './history/difference.ts'
import type { ComparedDocument, CompareResult, Problem } from './protocol.ts'

export interface CompareOrder {
  readonly text: string
  readonly file: string
  readonly handle: Handle
}

interface Compared {
  readonly document: ComparedDocument
  readonly problems: readonly Problem[]
}

export function compare({ text, file, handle }: CompareOrder): Omit<CompareResult, 'output'> {
  const compared = buildInfos({ text, source: file }).map((built) => compareOne(built, file, handle))
  return { documents: compared.map(({ document }) => document), problems: compared.flatMap(({ problems }) => problems) }
}

const refused = (object: string, problems: readonly Problem[]): Compared => ({ document: { object, verb: 'refused', before: '', after: '', fields: [] }, problems })

function compareOne(built: Built, file: string, handle: Handle): Compared {
  if (built.type === 'error') return refused('', [troubleOf(built)])
  const { info } = built
  const done = merge(info, { file, handle, fieldValidation: 'Strict' })
  if (!done.ok) return refused(keyOf(info), isUnanswered(done) ? [] : done.problems)
  const [live, merged] = [done.live && written(done.live), written(done.merged)]
  const fields = live ? fieldChanges(live, merged) : []
  const verb = !live ? 'created' : fields.length > 0 ? 'configured' : 'unchanged'
  return { document: { object: keyOf(info), verb, before: live ? yamlOf(live) : '', after: yamlOf(merged), fields }, problems: [] }
}

/** Nobody took the request: nothing is wrong with the file. */
const isUnanswered = ({ error }: Merged & { ok: false }): boolean => error.type === 'status' && isUnreachable(error.status)

const serversOwn = new Set(['uid', 'resourceVersion', 'generation', 'creationTimestamp'])

/** What a person can write: without what the server numbers and dates, the status, and what apply remembers. */
function written({ status: _, metadata, ...rest }: Fields): Fields {
  const { annotations, ...own } = isObject(metadata) ? metadata : {}
  const kept = Object.entries(isObject(annotations) ? annotations : {}).filter(([name]) => name !== lastApplied)
  const shown = Object.entries(own).filter(([name]) => !serversOwn.has(name))
  return { ...rest, metadata: { ...Object.fromEntries(shown), ...(kept.length > 0 && { annotations: Object.fromEntries(kept) }) } }
}
