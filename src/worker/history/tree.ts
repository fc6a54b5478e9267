/** The branches: how they grow, end, and come back from what was kept. */
import type { KeptTree } from '../keep/format.ts'
import { grownAgain, isBare, lineage, type Branch } from './branch.ts'
import type { Chronicle } from './chronicle.ts'
import type { Keyframes } from './keyframes.ts'
import { isBefore, type Moment } from './moment.ts'

export interface Tree {
  /** Those that were not dropped, in order of their making. */
  branches(): readonly Branch[]
  /** A branch that leaves another here; one on which nothing happened makes room for it. */
  grow(left: Branch, here: Moment, chronicle: Chronicle): Branch
  drop(branch: Branch): void
  /** Puts back what was kept; the branch that was open. */
  takeOver(kept: KeptTree, chronicleOf: (id: number) => Chronicle): Branch
}

/** Branches kept; beyond that the oldest goes that nobody named and none grew from. */
export const branchLimit = 60

export function createTree(root: Branch, keyframes: Keyframes): Tree {
  let branches: readonly Branch[] = [root]
  let nextId = 2
  const drop = (branch: Branch): void => {
    branches = branches.filter((known) => known !== branch)
    keyframes.forget(branch, neededOf(branch, branches))
    branch.traces = undefined
  }
  return {
    branches: () => branches,
    grow: (left, here, chronicle) => {
      const branch = grownFrom(left, { id: nextId++, here, chronicle })
      if (isBare(left)) drop(left)
      branches = [...branches, branch]
      const oldest = branches.length > branchLimit ? branches.find((known) => isSpare(known, branch, branches)) : undefined
      if (oldest) drop(oldest)
      return branch
    },
    drop,
    takeOver: (kept, chronicleOf) => {
      const grown = grownAgain(kept, { root, chronicleOf })
      branches = grown.filter(({ id }) => !kept.branches.some((known) => known.id === id && known.dropped))
      nextId = Math.max(...grown.map(({ id }) => id)) + 1
      return grown.find(({ id }) => id === kept.current) ?? root
    },
  }
}

const isSpare = (branch: Branch, current: Branch, all: readonly Branch[]): boolean =>
  branch !== current && branch.parent !== undefined && branch.name === '' && !all.some(({ parent }) => parent === branch)

interface Shoot {
  readonly id: number
  readonly here: Moment
  readonly chronicle: Chronicle
}

/** A branch that begins at a moment of another; where that one had not begun yet, it grows from the one before. */
function grownFrom(left: Branch, { id, here, chronicle }: Shoot): Branch {
  const line = [...lineage(isBare(left) && left.parent ? left.parent : left)].map(({ branch }) => branch)
  const parent = line.find((branch) => !isBefore(here, branch.forkedAt)) ?? line.at(-1)
  const actions = left.actions.filter((index) => index < here.inputs)
  const readings = new Map([...left.readings].filter(([, moment]) => !isBefore(here, moment)))
  return { id, name: '', parent, forkedAt: here, log: left.log.slice(0, here.inputs), actions, readings, head: here, traces: undefined, chronicle }
}

/** The last moment of a branch that the others still stand on, at least its beginning. */
function neededOf(branch: Branch, others: readonly Branch[]): Moment {
  const needed = others.flatMap((other) => [...lineage(other)].flatMap((line) => (line.branch === branch && line.until ? [line.until] : [])))
  return needed.reduce((latest, until) => (isBefore(until, latest) ? latest : until), branch.forkedAt)
}
