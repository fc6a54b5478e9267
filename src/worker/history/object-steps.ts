/** Time as one object sees it: to its next change, and to its last one. */
import { objectKey as storeKey } from '../../cluster/kube-apiserver/keys.ts'
import { micros, ms, seconds } from '../../sim/time.ts'
import type { Session } from '../session.ts'
import { objectKeyOf, targetOf, type Target } from '../target.ts'
import { nextFactAt } from './ahead.ts'

/** Simulated time that is looked ahead for a change. */
const horizon = seconds(3_600)

/** To where it is written, or something visible is told of it; false if nothing is, and time stays where it is. */
export function stepObject(session: Session, ref: string, direction: 'next' | 'previous'): boolean {
  const target = targetOf(ref)
  if (direction === 'previous') return goToLastChange(session, target)
  const at = nextChangeOf(session, target, horizon)
  if (at === undefined) return false
  session.history.run(micros(at))
  return true
}

/** When it changes next, if nothing more is done; undefined if not within so many micros. */
export function nextChangeOf(session: Session, target: Target, within: number): number | undefined {
  const object = objectKeyOf(target)
  return nextFactAt(session, within, (fact) => fact.object === object && (fact.level !== 'detail' || fact.code === 'etcd.stored'))
}

/** The last write before the present, or the last visible fact where the store's log is too short. */
function goToLastChange({ cluster: { store }, history }: Session, target: Target): boolean {
  const key = storeKey(target.kind, target.namespace, target.name)
  const { now } = history.world
  const { log } = store()
  for (let record = log.get(store().revision); record; record = log.get(record.revision - 1)) {
    if (record.key !== key || record.at >= now) continue
    history.seek(record.at)
    return true
  }
  const { marks, objects } = history.branch().chronicle
  const place = objects.indexOf(objectKeyOf(target))
  const index = marks.told.findLastIndex((told, at) => told < now && marks.object[at] === place)
  if (index < 0) return false
  history.seek(ms((marks.told[index] ?? 0) / 1_000))
  return true
}

export const existsNow = ({ cluster }: Session, { kind, namespace, name }: Target): boolean => cluster.store().entries.has(storeKey(kind, namespace, name))
