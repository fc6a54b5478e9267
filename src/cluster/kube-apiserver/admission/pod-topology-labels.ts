/**
 * PodTopologyLabels: a pod is told the zone and region of the node that it is put on, by a binding or from birth.
 * Follows kubernetes v1.36 plugin/pkg/admission/podtopologylabels/admission.go; pkg/registry/core/pod/storage copies the
 * labels of a binding onto its pod.
 */
import { ensureFields, fieldsAt, textAt } from '../../../api/defaults/draft.ts'
import type { AdmissionPlugin } from '../admission.ts'
import type { ServerEnv } from '../env.ts'
import { find } from '../lookup.ts'

const copied = ['topology.kubernetes.io/region', 'topology.kubernetes.io/zone']

/** The labels of the node that its pods get; none if there is no such node. */
export function topologyLabels(env: ServerEnv, node: string): { readonly [label: string]: string } {
  const labels = find(env, 'nodes', { namespace: '', name: node })?.metadata.labels ?? {}
  return Object.fromEntries(Object.entries(labels).filter(([label]) => copied.includes(label)))
}

export const podTopologyLabels: AdmissionPlugin = {
  name: 'PodTopologyLabels',
  handles: ['CREATE'],
  admit({ env, kind, draft, subresource }) {
    if (kind.kind !== 'Pod' || subresource) return undefined
    const node = textAt(fieldsAt(draft, 'spec'), 'nodeName')
    const labels = node === '' ? {} : topologyLabels(env, node)
    if (Object.keys(labels).length > 0) Object.assign(ensureFields(draft.metadata, 'labels'), labels)
    return undefined
  },
}
