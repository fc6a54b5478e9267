/**
 * The ring of facts, and the chains in it. A fact follows from a revision (`cause`) and may have made one (`revision`),
 * so what followed from an Apply is found by walking from its revision: 238 → the ReplicaSet's 239 → its Pods' 240 and
 * 241 → their bindings …
 */
import type { Fact } from './protocol.ts'

/** Facts kept; older ones are told again by a replay (`history/old-traces.ts`). */
export const factLimit = 20_000
/** Visible facts that a page which knows nothing is told. */
const pageLimit = 2_000
/** Facts in one chain. */
export const chainLimit = 400

/** How much had been told by a moment. */
export interface SeenFacts {
  readonly facts: number
  readonly revision: number
}

export interface FactRing {
  /** Facts told since the cluster's birth; the last one's id. */
  readonly count: number
  /** etcd's last revision that was told of. */
  readonly revision: number
  /** What is kept, by ascending id without a gap. */
  readonly kept: readonly Fact[]
  /** Back to when so much had been told. `known` are kept as far as they reach that far. */
  rewind(seen: SeenFacts, known: readonly Fact[]): void
  add(fact: Omit<Fact, 'id'>): Fact
  /** Facts added since this was last called, for the next frame. */
  fresh(): readonly Fact[]
  /** What followed from the last write to `object` from outside, or else its last write; oldest first, no details. */
  chain(object: string): readonly Fact[]
}

export function createFactRing(): FactRing {
  let facts: Fact[] = []
  let count = 0
  let revision = 0
  let unsent: Fact[] = []

  return {
    get count() {
      return count
    },
    get revision() {
      return revision
    },
    get kept() {
      return facts
    },
    rewind: ({ facts: to, revision: lastRevision }, known) => {
      count = to
      revision = lastRevision
      facts = (known.at(-1)?.id ?? 0) < to ? [] : known.filter(({ id }) => id <= to)
      unsent = facts.filter(({ level }) => level !== 'detail').slice(-pageLimit)
    },
    add: (given) => {
      const fact: Fact = { id: ++count, ...given }
      facts.push(fact)
      if (fact.code === 'etcd.stored') revision = Math.max(revision, fact.revision)
      if (facts.length > 2 * factLimit) facts.splice(0, facts.length - factLimit)
      unsent.push(fact)
      return fact
    },
    fresh: () => {
      const sent = unsent
      unsent = []
      return sent
    },
    chain: (object) => {
      const asked = facts.findLastIndex((fact) => fact.object === object && fact.code === 'kubectl.request')
      const start = asked >= 0 ? asked : facts.findIndex((fact) => fact.object === object && fact.revision > 0)
      return start >= 0 ? followed(facts.slice(start)) : []
    },
  }
}

/** Microseconds within which the API server answers kubectl; the answer follows from no revision. */
export const answerWithin = 1_000_000

function followed(facts: readonly Fact[]): Fact[] {
  const first = facts[0]
  if (!first) return []
  const revisions = new Set<number>()
  const chain: Fact[] = []
  for (const fact of facts) {
    // The opening facts (request, answer, store) belong together by their object; the rest follow by cause.
    const opening = fact === first || (fact.object === first.object && fact.cause === 0 && fact.at - first.at < answerWithin)
    if (!opening && !revisions.has(fact.cause)) continue
    if (fact.revision > 0) revisions.add(fact.revision)
    if (fact.level !== 'detail') chain.push(fact)
    if (chain.length >= chainLimit) break
  }
  return chain.sort((a, b) => a.at - b.at || a.id - b.id)
}
