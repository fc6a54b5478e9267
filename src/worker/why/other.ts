/** What can be said of any object: that it is there, who made it, what holds it. */
import type { ApiTypes, Namespace } from '../../api/generated/types.ts'
import { groupResource } from '../../api/kinds/kind.ts'
import { kinds } from '../../api/kinds/registry.ts'
import type { ApiObject } from '../../api/meta/object.ts'
import type { WhySentence } from '../protocol.ts'
import type { Evidence } from './evidence.ts'
import { keyOfObject, leaving, origin } from './origin.ts'
import { answer, detail } from './sentence.ts'

export function whyOther(e: Evidence, object: ApiObject): readonly WhySentence[] {
  const key = keyOfObject(object)
  const going = object.metadata.deletionTimestamp !== undefined
  const state = going ? [...remaining(e, object), ...leaving(e, object)] : [answer('exists', { age: e.now - e.moment(object.metadata.creationTimestamp) })]
  return [...state, ...origin(e, key)]
}

/** A namespace goes when it is empty; its conditions say what the controller found the last time. */
function remaining(e: Evidence, object: ApiObject): readonly WhySentence[] {
  if (object.kind !== 'Namespace') return []
  // Sound: the kind says so.
  const { status } = object as Namespace
  const said = (status?.conditions ?? []).flatMap((condition) => (condition.status === 'True' && condition.message ? [detail('namespace.remaining', { message: condition.message })] : []))
  const inside = kinds.filter(({ namespaced, kind }) => namespaced && kind !== 'Event').flatMap((kind) => e.list(groupResource(kind) as keyof ApiTypes, object.metadata.name))
  const [first] = inside
  return first ? [answer('namespace.holds', { count: inside.length, object: keyOfObject(first) }), ...said] : said
}
