/**
 * One course of events. Branches form a tree: up to `forkedAt` a branch is its parent, from there it has inputs of its
 * own. A branch that was dropped stays as long as others have grown from it, but is no longer shown.
 */
import type { LoggedInput } from '../../cluster/cluster.ts'
import type { Traces } from '../observations.ts'
import type { Chronicle } from './chronicle.ts'
import { isBefore, type Moment } from './moment.ts'

/** Changed by `history.ts` alone. */
export interface Branch {
  readonly id: number
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
  readonly chronicle: Chronicle
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

/** True if nothing happened on it that its parent does not have, and nobody gave it a name. */
export const isBare = ({ name, parent, forkedAt, log, head }: Branch): boolean => name === '' && parent !== undefined && log.length === forkedAt.inputs && !isBefore(forkedAt, head)
