/** Where the present stands among the branches, as each frame tells it. */
import type { BranchSummary, Frame } from '../protocol.ts'
import type { History } from './history.ts'

export function standingOf(history: History): Pick<Frame, 'rewound' | 'head' | 'branches'> {
  return { rewound: history.isRewound(), head: history.headOf(history.branch()).at, branches: branchesOf(history) }
}

export const branchesOf = (history: History): readonly BranchSummary[] =>
  history.branches().map((branch) => ({
    id: branch.id,
    name: branch.name,
    parent: branch.parent?.id ?? 0,
    from: branch.parent ? branch.forkedAt.at : 0,
    head: history.headOf(branch).at,
    current: branch === history.branch(),
  }))
