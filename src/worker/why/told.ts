/** The facts that are kept, found by the object they are about and by the revision they made. */
import type { Fact } from '../protocol.ts'

export interface ToldFacts {
  /** Oldest first. */
  about(object: string): readonly Fact[]
  /** Who wrote a revision: `kubectl`, `controller/replicaset`, `kubelet/node-1`. */
  writer(revision: number): string | undefined
}

const none: readonly Fact[] = []

export function indexFacts(kept: readonly Fact[]): ToldFacts {
  const byObject = new Map<string, Fact[]>()
  const writers = new Map<number, string>()
  for (const fact of kept) {
    const known = byObject.get(fact.object)
    if (known) known.push(fact)
    else byObject.set(fact.object, [fact])
    if (fact.code === 'etcd.stored') writers.set(fact.revision, String(fact.params['by']))
  }
  return { about: (object) => byObject.get(object) ?? none, writer: (revision) => writers.get(revision) }
}
