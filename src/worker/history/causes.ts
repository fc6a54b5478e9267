/**
 * What led to a fact, as a fact: the write that it followed from, or the request of a person which became that write. Old
 * ones are told again by a replay, so a chain can be walked from anywhere to where it began, and back again.
 */
import { objectKey as storeKey } from '../../cluster/kube-apiserver/keys.ts'
import { seconds } from '../../sim/time.ts'
import { answerWithin } from '../facts.ts'
import type { Fact, ObjectKey } from '../protocol.ts'
import type { Session } from '../session.ts'
import { targetOf } from '../target.ts'
import { lookForFact, wayTo, type Look } from './ahead.ts'
import { retold } from './retold.ts'

/** Of a fact by its number, or of the last write to an object; undefined for what began by itself, or is not known. */
export function causeOf(session: Session, of: ObjectKey | number): Fact | undefined {
  const fact = typeof of === 'number' ? factOf(session, of) : lastWriteTo(session, of)
  if (!fact) return undefined
  return fact.cause > 0 ? writeOf(session, fact.cause) : askedFor(session, fact)
}

/** Simulated time in which a write leads to another, if it does. */
const horizon = seconds(120)

/** To the first write after the present that follows from the last one to an object, if one does soon. */
export function wayToEffect(session: Session, object: ObjectKey): Look<Fact> {
  const { observations } = session
  const write = lastWriteTo(session, object)
  const isIt = ({ code, object: its }: Pick<Fact, 'code' | 'object'>, cause: number) => code === 'etcd.stored' && (write ? cause === write.revision : its === object)
  const way = wayTo(session, lookForFact(session, horizon, isIt))
  const found = (): Fact | undefined => {
    const at = way.found()
    return at === undefined ? undefined : observations.facts.kept.findLast((fact) => fact.at === at && isIt(fact, fact.cause))
  }
  return { ...way, found }
}

function factOf(session: Session, id: number): Fact | undefined {
  const { facts } = session.observations
  if (id > facts.count) return undefined
  const isIt = (fact: Fact) => fact.id === id
  return facts.kept.find(isIt) ?? retold(session, ({ seen }) => seen.facts < id, (heard) => heard.facts.count >= id).facts.kept.find(isIt)
}

/** The fact of a revision: when it was committed, by whom, and what that followed from. */
function writeOf(session: Session, revision: number): Fact | undefined {
  const isIt = (fact: Fact) => fact.revision === revision && fact.code === 'etcd.stored'
  const { facts } = session.observations
  return facts.kept.findLast(isIt) ?? retold(session, ({ seen }) => seen.revision < revision, (heard) => heard.facts.revision >= revision).facts.kept.findLast(isIt)
}

/** Of what is gone, its deletion, as far as that is known. */
function lastWriteTo(session: Session, object: ObjectKey): Fact | undefined {
  const { cluster, history, observations } = session
  const { kind, namespace, name } = targetOf(object)
  const entry = cluster.store().entries.get(storeKey(kind, namespace, name))
  if (entry) return writeOf(session, entry.modRevision)
  const told = observations.facts.kept.findLast((fact) => fact.object === object && fact.code === 'etcd.stored')
  const ended = history.branch().chronicle.lives.findLast(({ pod, ended: by }) => pod === object && by > 0 && by <= observations.facts.count)?.ended
  return told ?? (ended === undefined ? undefined : factOf(session, ended))
}

/** The API server's answers, and what it stored for a person, follow from what that person asked for. */
function askedFor(session: Session, { id, at, code, object, params }: Fact): Fact | undefined {
  if (!code.startsWith('apiserver.') && params['by'] !== 'kubectl') return undefined
  const isIt = (fact: Fact) => fact.id < id && fact.code === 'kubectl.request' && fact.object === object && at - fact.at < answerWithin
  const { facts } = session.observations
  return facts.kept.findLast(isIt) ?? retold(session, ({ moment }) => moment.at < at - answerWithin, (heard) => heard.facts.count >= id).facts.kept.findLast(isIt)
}
