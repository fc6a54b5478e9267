/**
 * RuntimeClass: a pod may only name a class that exists. There are none here yet, so every name is refused.
 * Follows kubernetes v1.36 plugin/pkg/admission/runtimeclass/admission.go.
 */
import { fieldsAt } from '../../../api/defaults/draft.ts'
import { forbiddenStatus, internalErrorStatus } from '../../../api/meta/status.ts'
import type { AdmissionPlugin } from '../admission.ts'
import { subjectOf } from '../keys.ts'

export const runtimeClass: AdmissionPlugin = {
  name: 'RuntimeClass',
  handles: ['CREATE'],
  admit({ kind, name, draft, subresource }) {
    if (kind.kind !== 'Pod' || subresource) return undefined
    const runtimeClassName = fieldsAt(draft, 'spec')?.['runtimeClassName']
    if (typeof runtimeClassName !== 'string') return undefined
    if (runtimeClassName === '') return { ...internalErrorStatus(''), message: 'resource name may not be empty' }
    return forbiddenStatus(subjectOf(kind, name), `pod rejected: RuntimeClass "${runtimeClassName}" not found`)
  },
}
