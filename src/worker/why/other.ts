/** What can be said of any object: that it is there, who made it, what holds it. */
import type { Namespace } from '../../api/generated/types.ts'
import type { ApiObject } from '../../api/meta/object.ts'
import type { WhySentence } from '../protocol.ts'
import type { Evidence } from './evidence.ts'
import { deletion, held, keyOfObject, origin } from './origin.ts'
import { answer } from './sentence.ts'

export function whyOther(e: Evidence, object: ApiObject): readonly WhySentence[] {
  const key = keyOfObject(object)
  const going = object.metadata.deletionTimestamp !== undefined
  const state = going ? [...held(object), ...remaining(object), ...deletion(e, key)] : [answer('exists', { age: e.now - e.moment(object.metadata.creationTimestamp) })]
  return [...state, ...origin(e, key)]
}

/** A namespace that is being emptied says in its conditions what is left. */
function remaining(object: ApiObject): readonly WhySentence[] {
  if (object.kind !== 'Namespace') return []
  const { status } = object as Namespace
  return (status?.conditions ?? []).flatMap((condition) => (condition.status === 'True' && condition.message ? [answer('namespace.remaining', { message: condition.message })] : []))
}
