/**
 * Priority: turns a pod's class into a number, and keeps pods from writing the number themselves.
 * Follows kubernetes v1.36 plugin/pkg/admission/priority/admission.go.
 */
import { ensureFields, textAt } from '../../../api/defaults/draft.ts'
import type { PriorityClass } from '../../../api/generated/types.ts'
import { forbiddenStatus } from '../../../api/meta/status.ts'
import type { AdmissionPlugin, AdmissionRequest } from '../admission.ts'
import type { ServerEnv } from '../env.ts'
import { subjectOf } from '../keys.ts'
import { all, find } from '../lookup.ts'

export const priority: AdmissionPlugin = {
  name: 'Priority',
  admit(request) {
    const { operation, kind, subresource } = request
    if (operation !== 'CREATE' || kind.kind !== 'Pod' || subresource) return undefined
    return setPriority(request)
  },
}

function setPriority({ env, kind, name, draft }: AdmissionRequest) {
  const spec = ensureFields(draft, 'spec')
  const className = textAt(spec, 'priorityClassName')
  const found = className === '' ? defaultClass(env) : find(env, 'priorityclasses.scheduling.k8s.io', { namespace: '', name: className })
  const forbid = (why: string) => forbiddenStatus(subjectOf(kind, name), why)
  if (className !== '' && !found) return forbid(`no PriorityClass with name ${className} was found`)
  const value = found?.value ?? 0
  const policy = found?.preemptionPolicy ?? 'PreemptLowerPriority'
  const computed = `priority admission controller computed ${value} from the given PriorityClass name`
  if (spec['priority'] !== undefined && spec['priority'] !== value) {
    return forbid(`the integer value of priority (${String(spec['priority'])}) must not be provided in pod spec; ${computed}`)
  }
  if (spec['preemptionPolicy'] !== undefined && spec['preemptionPolicy'] !== policy) {
    const computedPolicy = `priority admission controller computed ${policy} from the given PriorityClass name`
    return forbid(`the string value of PreemptionPolicy (${String(spec['preemptionPolicy'])}) must not be provided in pod spec; ${computedPolicy}`)
  }
  if (found) spec['priorityClassName'] = found.metadata.name
  spec['priority'] = value
  spec['preemptionPolicy'] = policy
  return undefined
}

/** Of several global defaults the lowest counts. */
function defaultClass(env: ServerEnv): PriorityClass | undefined {
  let lowest: PriorityClass | undefined
  for (const candidate of all(env, 'priorityclasses.scheduling.k8s.io')) {
    if (candidate.globalDefault === true && (lowest === undefined || (candidate.value ?? 0) < (lowest.value ?? 0))) lowest = candidate
  }
  return lowest
}
