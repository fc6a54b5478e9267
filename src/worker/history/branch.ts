/**
 * One course of events. Branches form a tree: up to `forkedAt` a branch is its parent, from there it has inputs of its
 * own. A branch that was dropped stays as long as others have grown from it, but is no longer shown.
 */
import type { LoggedInput } from '../../cluster/cluster.ts'
import type { Traces } from '../observations.ts'
import type { KeptTree } from '../keep/format.ts'
import type { Chronicle } from './chronicle.ts'
import { isBefore, type Moment } from './moment.ts'

/** Changed by `history.ts` alone. */
export interface Branch {
  id: number
  /** '' until the person gives one. */
  name: string
  readonly parent: Branch | undefined
  readonly forkedAt: Moment
  /** Every input from the cluster's birth. */
  readonly log: LoggedInput[]
  /** Where in the log an action of the person begins; one Apply may be several inputs. */
  readonly actions: number[]
  /** By a time at which something was done, the moment at which it was read; see `readings.ts`. */
  readonly readings: Map<number, Moment>
  /** How far it has run; void while it is the present branch and the present is not rewound. */
  head: Moment
  /** What its timeline shows. */
  chronicle: Chronicle
  /** What was told up to the head, kept when the head was left. */
  traces: Traces | undefined
}

/** From this branch to the root, each with the moment up to which it is shared. */
export function* lineage(branch: Branch): Generator<{ readonly branch: Branch; readonly until: Moment | undefined }> {
  let until: Moment | undefined
  for (let line: Branch | undefined = branch; line; line = line.parent) {
    yield { branch: line, until }
    until = until && until.taken < line.forkedAt.taken ? until : line.forkedAt
  }
}

/** Where a branch leaves one that is shown: itself, or the first of those it has grown from that were dropped. */
export const branchingOff = (branch: Branch, shown: readonly Branch[]): Branch => (branch.parent && !shown.includes(branch.parent) ? branchingOff(branch.parent, shown) : branch)

/** True if nothing happened on it that its parent does not have, and nobody gave it a name. */
export const isBare = ({ name, parent, forkedAt, log, head }: Branch): boolean => name === '' && parent !== undefined && log.length === forkedAt.inputs && !isBefore(forkedAt, head)

/** The branches of a tree that was kept, each after its parent; the first becomes `root`. */
export function grownAgain({ branches }: KeptTree, { root, chronicleOf }: { readonly root: Branch; readonly chronicleOf: (id: number) => Chronicle }): readonly Branch[] {
  const made = new Map<number, Branch>()
  for (const { id, name, parent: parentId, forkedAt, log, actions, head } of branches) {
    const parent = made.get(parentId)
    const shared = parent?.log.slice(0, forkedAt.inputs) ?? []
    const own = { id, name, parent, forkedAt, log: [...shared, ...log], actions: [...(parent?.actions ?? []).filter((index) => index < shared.length), ...actions], readings: new Map<number, Moment>(), head, traces: undefined, chronicle: chronicleOf(id) }
    if (parent) made.set(id, own)
    else made.set(id, Object.assign(root, { ...own, forkedAt: root.forkedAt }))
  }
  return [...made.values()]
}
