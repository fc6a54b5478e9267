/** Takes a session down as it stands. */
import { kubernetesVersion } from '../../cluster/kube-apiserver/discovery.ts'
import type { Branch } from '../history/branch.ts'
import type { Session } from '../session.ts'
import { buildId, formatVersion, stateVersion, type KeptBranch, type KeptSession, type KeptTree } from './format.ts'
import { manifestOf } from './manifest.ts'

export function takeSession(session: Session, { name, page }: { readonly name: string; readonly page: string }): KeptSession {
  return {
    format: 'kubarium',
    version: formatVersion,
    state: stateVersion,
    build: buildId,
    kubernetes: kubernetesVersion,
    scenario: 'founding-demo',
    seed: session.seed,
    name,
    ...(session.born !== undefined && { born: session.born }),
    tree: takeTree(session),
    objects: manifestOf(session.cluster.store()),
    page,
  }
}

/** For another browser, which cannot begin with this one's state: it is only told that there was one. */
export const forOthers = (kept: KeptSession): KeptSession => (kept.born === undefined ? kept : { ...kept, born: '' })

export function takeTree({ history }: Session): KeptTree {
  const branches = rootsFirst(history.branches()).map((branch): KeptBranch => {
    const from = branch.parent ? branch.forkedAt.inputs : 0
    return {
      id: branch.id,
      name: branch.name,
      parent: branch.parent?.id ?? 0,
      forkedAt: branch.forkedAt,
      log: branch.log.slice(from),
      actions: branch.actions.filter((index) => index >= from),
      head: history.headOf(branch),
      dropped: !history.branches().includes(branch),
    }
  })
  return { branches, current: history.branch().id, moment: history.moment() }
}

/** Also those that were dropped but that others have grown from; each after its parent. */
function rootsFirst(shown: readonly Branch[]): readonly Branch[] {
  const all = new Set<Branch>()
  const add = (branch: Branch): void => {
    if (branch.parent) add(branch.parent)
    all.add(branch)
  }
  shown.forEach(add)
  return [...all]
}
