/**
 * Traces that their rings have forgotten, told again by running that part of the branch once more: what followed from the
 * last write to an object, and how a Pod was scheduled.
 */
import type { Observations } from '../observations.ts'
import { factLimit } from '../facts.ts'
import type { Fact, ObjectKey, SchedulingTrace } from '../protocol.ts'
import type { Session } from '../session.ts'
import { retold } from './retold.ts'

/** Facts that followed from the last write to this object from outside, or else from its first; oldest first. */
export function traceOf(session: Session, object: ObjectKey): readonly Fact[] {
  const { facts } = session.observations
  const asked = startOf(session, object)
  if (asked === undefined || asked.id >= (facts.kept[0]?.id ?? Infinity)) return facts.chain(object)
  const heard = retoldFrom(session, asked.at, ({ facts: told }) => told.kept.length >= factLimit)
  return heard.facts.chain(object)
}

/** Of a Pod that is or was; null if it never was scheduled. */
export function schedulingOf(session: Session, pod: ObjectKey): SchedulingTrace | null {
  const known = session.observations.scheduling.get(pod)
  if (known) return known
  const present = session.history.world.now
  const life = session.history.branch().chronicle.lives.findLast(({ pod: its, from }) => its === pod && from <= present)
  if (!life) return null
  const heard = retoldFrom(session, life.from, ({ facts, scheduling }) => scheduling.has(pod) || facts.kept.length >= factLimit)
  return heard.scheduling.get(pod) ?? null
}

/** The fact that such a trace begins with, and when it was told; undefined if the branch tells of none by now. */
function startOf({ history, observations }: Session, object: ObjectKey): { readonly id: number; readonly at: number } | undefined {
  const { count } = observations.facts
  const { worded, marks, objects } = history.branch().chronicle
  const asked = worded.findLast((fact) => fact.id <= count && fact.object === object && fact.code === 'kubectl.request')
  if (asked) return asked
  const place = objects.indexOf(object)
  const first = marks.object.findIndex((its) => its === place)
  const [id = Infinity, at = 0] = [marks.fact[first], marks.told[first]]
  return id <= count ? { id, at } : undefined
}

/** The keyframe must lie before what was told at that very moment. */
const retoldFrom = (session: Session, at: number, hasEnough: (heard: Observations) => boolean): Observations => retold(session, ({ moment }) => moment.at < at, hasEnough)
