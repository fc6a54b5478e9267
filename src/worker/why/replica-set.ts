/** Why a ReplicaSet has the pods it has. */
import type { ReplicaSet } from '../../api/generated/types.ts'
import type { WhySentence } from '../protocol.ts'
import { waitsFor } from './deployment.ts'
import { keyOf, type Evidence } from './evidence.ts'
import { keyOfOwner, leaving, origin } from './origin.ts'
import { answer } from './sentence.ts'

export const whyReplicaSet = (e: Evidence, set: ReplicaSet): readonly WhySentence[] => [
  ...(set.metadata.deletionTimestamp === undefined ? size(e, set) : leaving(e, set)),
  ...origin(e, keyOf('replicasets.apps', set)),
]

function size(e: Evidence, set: ReplicaSet): readonly WhySentence[] {
  const count = set.spec?.replicas ?? 1
  const ready = set.status?.readyReplicas ?? 0
  const owner = keyOfOwner(set)
  if (count === 0) return [owner === undefined ? answer('replicaset.zero', {}) : answer('replicaset.scaled-down', { owner })]
  const failure = set.status?.conditions?.find(({ type, status }) => type === 'ReplicaFailure' && status === 'True')
  const cannot = failure ? [answer('deployment.cannot-create', { message: failure.message ?? '' })] : []
  return ready >= count ? [answer('replicaset.complete', { count })] : [answer('replicaset.short', { ready, count }), ...cannot, ...waitsFor(e, set)]
}
