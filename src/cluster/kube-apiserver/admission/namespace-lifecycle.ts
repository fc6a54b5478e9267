/**
 * NamespaceLifecycle: nothing is made in a namespace that is missing or being deleted.
 * Follows kubernetes v1.36 apiserver/pkg/admission/plugin/namespace/lifecycle/admission.go.
 */
import { forbiddenStatus, notFoundStatus } from '../../../api/meta/status.ts'
import type { AdmissionPlugin } from '../admission.ts'
import { subjectOf } from '../keys.ts'
import { find } from '../lookup.ts'

export const namespaceLifecycle: AdmissionPlugin = {
  name: 'NamespaceLifecycle',
  handles: ['CREATE'],
  admit({ env, kind, namespace, name }) {
    if (!kind.namespaced) return undefined
    const found = find(env, 'namespaces', { namespace: '', name: namespace })
    if (!found) return notFoundStatus({ group: '', resource: 'namespaces', name: namespace })
    if (found.metadata.deletionTimestamp === undefined) return undefined
    const why = `unable to create new content in namespace ${namespace} because it is being terminated`
    const cause = { reason: 'NamespaceTerminating', message: `namespace ${namespace} is being terminated`, field: 'metadata.namespace' }
    return forbiddenStatus(subjectOf(kind, name), why, [cause])
  },
}
