/** Time as one object sees it: to its next change, and to its last one. */
import { objectKey as storeKey } from '../../cluster/kube-apiserver/keys.ts'
import { ms, seconds } from '../../sim/time.ts'
import type { Session } from '../session.ts'
import { objectKeyOf, targetOf, type Target } from '../target.ts'
import { foundAtOnce, lookForFact, wayTo, type Look } from './ahead.ts'

/** Simulated time that is looked ahead for a change. */
const horizon = seconds(3_600)

/** To where it is written, or something visible is told of it; where nothing is, time stays where it is. */
export const wayToNextChange = (session: Session, ref: string): Look<number> => wayTo(session, lookForChange(session, targetOf(ref), horizon))

/** When it changes next, if nothing more is done; undefined if not within so many micros. */
export const nextChangeOf = (session: Session, target: Target, within: number): number | undefined => foundAtOnce(lookForChange(session, target, within))

function lookForChange(session: Session, target: Target, within: number): Look<number> {
  const object = objectKeyOf(target)
  return lookForFact(session, within, (fact) => fact.object === object && (fact.level !== 'detail' || fact.code === 'etcd.stored'))
}

/** The last write before the present, or the last visible fact where the store's log is too short; false if there is none. */
export function goToLastChange({ cluster: { store }, history }: Session, ref: string): boolean {
  const target = targetOf(ref)
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
