/**
 * What a branch's timeline shows of its whole course, small enough to be kept for all of it: one mark per visible fact
 * as columns, the few facts that have words, and from when to when each Pod lived. A course that is run again tells the
 * same facts in the same order, so those that are known by their number are passed over.
 */
import type { Fact, FactLevel, ObjectKey } from '../protocol.ts'

export type MarkLevel = Exclude<FactLevel, 'detail'>
export const markLevels: readonly MarkLevel[] = ['event', 'input', 'warning', 'error']

/** A Pod's time in the cluster. */
export interface Life {
  readonly pod: ObjectKey
  /** The fact that told of its birth. */
  readonly born: number
  /** Its workload, or the Pod itself if it has none. */
  readonly owner: ObjectKey
  readonly from: number
  /** Micros, -1 while it lives. */
  to: number
  /** The fact that told of its end, 0 while it lives. */
  ended: number
}

/** Columns of equal length, oldest first. */
export interface Marks {
  readonly fact: number[]
  /** Micros: when it happened. */
  readonly at: number[]
  /** Micros: what the clock showed when it was told, not after `at`. */
  readonly told: number[]
  /** Index into `markLevels`. */
  readonly level: number[]
  /** Index into `objects`. */
  readonly object: number[]
}

export interface ChronicleData {
  readonly told: number
  readonly marks: Marks
  readonly objects: readonly ObjectKey[]
  readonly worded: readonly Fact[]
  readonly lives: readonly Life[]
}

export interface Chronicle {
  readonly marks: Marks
  readonly objects: readonly ObjectKey[]
  /** Inputs, warnings and errors, in full. */
  readonly worded: readonly Fact[]
  readonly lives: readonly Life[]
  add(fact: Fact, now: number): void
  /** A copy of what was told by then. */
  upTo(fact: number): Chronicle
  data(): ChronicleData
}

/** Marks kept; then of the older half every second plain event goes, and where there are few of those, every second mark. */
export const markLimit = 400_000
/** Facts kept in full, up to twice as many. */
export const wordedLimit = 4_000
/** Pods remembered, up to twice as many; those that ended first are forgotten first. */
export const lifeLimit = 5_000

/** `ownerOf` finds a Pod's workload in the store as it stands. */
export function createChronicle(ownerOf: (pod: ObjectKey) => ObjectKey, from?: ChronicleData): Chronicle {
  let told = from?.told ?? 0
  let marks: Marks = from ? copyOf(from.marks) : { fact: [], at: [], told: [], level: [], object: [] }
  const objects = [...(from?.objects ?? [])]
  const places = new Map(objects.map((object, index) => [object, index]))
  const worded = [...(from?.worded ?? [])]
  let lives = (from?.lives ?? []).map((life) => ({ ...life }))
  const living = new Map(lives.filter(({ to }) => to < 0).map((life) => [life.pod, life]))

  const placeOf = (object: ObjectKey): number => {
    const place = places.get(object) ?? objects.push(object) - 1
    places.set(object, place)
    return place
  }
  const addMark = ({ id, at, level, object }: Fact, now: number): void => {
    marks.fact.push(id)
    marks.at.push(at)
    marks.told.push(now)
    marks.level.push(markLevels.findIndex((known) => known === level))
    marks.object.push(placeOf(object))
    if (marks.at.length > markLimit) marks = thinned(marks)
  }
  const addLife = ({ id, at, object, params: { verb } }: Fact): void => {
    const known = living.get(object)
    if (verb === 'create' && !known) {
      const life: Life = { pod: object, born: id, owner: ownerOf(object), from: at, to: -1, ended: 0 }
      lives.push(life)
      living.set(object, life)
      if (lives.length > 2 * lifeLimit) lives = withoutEnded(lives)
    } else if (verb === 'delete' && known) {
      Object.assign(known, { to: at, ended: id })
      living.delete(object)
    }
  }
  return {
    get marks() {
      return marks
    },
    objects,
    worded,
    get lives() {
      return lives
    },
    add: (fact, now) => {
      if (fact.id <= told) return
      told = fact.id
      if (fact.code === 'etcd.stored' && fact.params['kind'] === 'Pod') addLife(fact)
      if (fact.level === 'detail') return
      addMark(fact, now)
      if (fact.level !== 'event' && worded.push(fact) > 2 * wordedLimit) worded.splice(0, wordedLimit)
    },
    upTo: (fact) => createChronicle(ownerOf, { told: Math.min(told, fact), marks: marksUpTo(marks, fact), objects, worded: worded.filter(({ id }) => id <= fact), lives: livesUpTo(lives, fact) }),
    data: () => ({ told, marks, objects, worded, lives }),
  }
}

const columnsOf = (marks: Marks, pick: (column: readonly number[]) => number[]): Marks => ({
  fact: pick(marks.fact),
  at: pick(marks.at),
  told: pick(marks.told),
  level: pick(marks.level),
  object: pick(marks.object),
})

const copyOf = (marks: Marks): Marks => columnsOf(marks, (column) => [...column])

function marksUpTo(marks: Marks, fact: number): Marks {
  const end = marks.fact.findLastIndex((id) => id <= fact) + 1
  return columnsOf(marks, (column) => column.slice(0, end))
}

function thinned(marks: Marks): Marks {
  const half = marks.at.length / 2
  const withoutEvents = marks.level.map((level, index) => index >= half || index % 2 === 0 || level !== 0)
  const isEnough = withoutEvents.filter(Boolean).length < 0.9 * markLimit
  const stays = isEnough ? withoutEvents : marks.level.map((_, index) => index >= half || index % 2 === 0)
  return columnsOf(marks, (column) => column.filter((_, index) => stays[index]))
}

const livesUpTo = (lives: readonly Life[], fact: number): Life[] =>
  lives.filter(({ born }) => born <= fact).map((life) => (life.ended > fact ? { ...life, to: -1, ended: 0 } : { ...life }))

/** Half of them: those that ended first go, and where all live, those that were born first. */
function withoutEnded(lives: readonly Life[]): Life[] {
  const ended = lives.filter(({ to }) => to >= 0).sort((a, b) => a.to - b.to)
  const gone = new Set([...ended, ...lives].slice(0, Math.max(0, lives.length - lifeLimit)))
  return lives.filter((life) => !gone.has(life))
}
