/**
 * An Apply through the door, object by object in slices. The clock stands still and others wait until it is over; given
 * up, it says what came of it so far.
 */
import { isStream, type HttpAnswer, type HttpRequest } from '../api/meta/http.ts'
import type { Cluster } from '../cluster/cluster.ts'
import { beginApply } from '../kubectl/apply.ts'
import type { InSlices } from './in-slices.ts'
import type { ApplyResult } from './protocol.ts'
import type { Session } from './session.ts'

export interface ApplyOrder {
  readonly session: Session
  readonly slices: InSlices
  readonly text: string
  readonly file: string
}

export function applyInSlices({ session: { cluster, history }, slices, text, file }: ApplyOrder): ApplyResult | Promise<ApplyResult> {
  const applying = beginApply({ text, file, handle: (request) => answerOf(cluster, request) })
  const first = cluster.inputs.length
  const way = {
    ...applying,
    // All of it is one action of the person, whenever the first input comes.
    enter: () => (cluster.inputs.length === first ? history.beginAction() : undefined),
    leave: () => history.endAction(),
  }
  const result = (): ApplyResult => {
    const { done, total } = applying.progress()
    return { ...applying.outcome(), left: total - done }
  }
  return slices.go(way, result, result)
}

export function answerOf(cluster: Cluster, request: HttpRequest): HttpAnswer {
  const answer = cluster.handle(request)
  return isStream(answer) ? { code: 400, headers: {}, body: '{"message":"watches are not served through this door"}' } : answer
}
