/**
 * Time goes along with one thing: slower where much happens to it, and never faster than was chosen. A request is followed
 * until it is answered, an object until it is gone; or until something else is done with time.
 */
import { groupResource } from '../../api/kinds/kind.ts'
import { objectKey as storeKey } from '../../cluster/kube-apiserver/keys.ts'
import { micros } from '../../sim/time.ts'
import { isFact } from '../observations.ts'
import type { ObjectKey } from '../protocol.ts'
import type { RunLoop } from '../run-loop.ts'
import type { Session } from '../session.ts'
import { targetOf, type Target } from '../target.ts'
import { firstAhead } from './ahead.ts'
import { goExactly, nextMomentOf, requestOfRef, requireRequest } from './request-steps.ts'

/** An object, or `requests/ID`; one that was answered is gone back to the beginning of. */
export function follow(session: Session, ref: string, loop: RunLoop): Promise<void> {
  const request = requestOfRef(ref)
  if (request === undefined) return travel(loop, (window) => nextStopOf(session, targetOf(ref), window))
  const { outcome, start } = requireRequest(session, request)
  if (outcome !== 'pending') goExactly(session, micros(start))
  return travel(loop, () => nextMomentOf(session, request))
}

const travel = (loop: RunLoop, nextStop: (window: number) => number | undefined): Promise<void> => new Promise((resolve) => loop.follow({ nextStop, onEnd: resolve }))

/** Its next change, or as far as there is none; nothing follows for what is gone. */
function nextStopOf(session: Session, target: Target, window: number): number | undefined {
  const { cluster, history, observations } = session
  const present = history.world.now
  const object = keyOf(target)
  // What a step told of what comes a little after it is known already.
  const told = observations.facts.kept.slice(-lookBack).filter(({ at, ...fact }) => at > present && isChangeOf(object, fact)).map(({ at }) => at)
  const ahead = firstAhead(session, window, ({ observation }) => isFact(observation) && isChangeOf(object, observation))?.at
  const next = Math.min(...told, ahead ?? Infinity)
  if (next < Infinity) return next
  return cluster.store().entries.has(storeKey(target.kind, target.namespace, target.name)) ? present + window : undefined
}

/** Facts that one step may tell. */
const lookBack = 100

/** A write to it, or something visible that is told of it. */
const isChangeOf = (object: ObjectKey, fact: { readonly object: ObjectKey; readonly level: string; readonly code: string }): boolean =>
  fact.object === object && (fact.level !== 'detail' || fact.code === 'etcd.stored')

const keyOf = ({ kind, namespace, name }: Target): ObjectKey => [groupResource(kind), ...(kind.namespaced ? [namespace] : []), name].join('/')
