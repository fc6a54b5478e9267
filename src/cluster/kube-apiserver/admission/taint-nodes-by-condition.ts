/**
 * TaintNodesByCondition: a new node takes no pods until the node lifecycle controller has seen it Ready.
 * Follows kubernetes v1.36 plugin/pkg/admission/nodetaint/admission.go.
 */
import { ensureFields, listAt } from '../../../api/defaults/draft.ts'
import type { AdmissionPlugin } from '../admission.ts'

const notReady = 'node.kubernetes.io/not-ready'

export const taintNodesByCondition: AdmissionPlugin = {
  name: 'TaintNodesByCondition',
  handles: ['CREATE'],
  admit({ kind, draft }) {
    if (kind.kind !== 'Node') return undefined
    const spec = ensureFields(draft, 'spec')
    const taints = listAt(spec, 'taints')
    if (taints.some((taint) => taint['key'] === notReady && taint['effect'] === 'NoSchedule')) return undefined
    spec['taints'] = [...taints, { key: notReady, effect: 'NoSchedule' }]
    return undefined
  },
}
