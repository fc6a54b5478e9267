/**
 * DefaultTolerationSeconds: a pod outlives a node that is not ready or unreachable by five minutes.
 * Follows kubernetes v1.36 plugin/pkg/admission/defaulttolerationseconds/admission.go.
 */
import { ensureFields, listAt, textAt } from '../../../api/defaults/draft.ts'
import type { AdmissionPlugin } from '../admission.ts'

const tolerationSeconds = 300
const keys = ['node.kubernetes.io/not-ready', 'node.kubernetes.io/unreachable']

export const defaultTolerationSeconds: AdmissionPlugin = {
  name: 'DefaultTolerationSeconds',
  handles: ['CREATE', 'UPDATE'],
  admit({ kind, draft, subresource, operation, old }) {
    if (kind.kind !== 'Pod' || subresource) return undefined
    if (operation === 'UPDATE' && old?.metadata.deletionTimestamp !== undefined) return undefined
    const spec = ensureFields(draft, 'spec')
    const tolerations = listAt(spec, 'tolerations')
    const tolerates = (key: string) =>
      tolerations.some((toleration) => {
        const [ownKey, effect] = [textAt(toleration, 'key'), textAt(toleration, 'effect')]
        return (ownKey === key || ownKey === '') && (effect === 'NoExecute' || effect === '')
      })
    const added = keys.filter((key) => !tolerates(key)).map((key) => ({ key, operator: 'Exists', effect: 'NoExecute', tolerationSeconds }))
    if (added.length > 0) spec['tolerations'] = [...tolerations, ...added]
    return undefined
  },
}
