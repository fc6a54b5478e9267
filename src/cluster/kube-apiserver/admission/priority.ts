/**
 * Priority: turns a pod's class into a number, and keeps pods from writing the number themselves.
 * Follows kubernetes v1.36 plugin/pkg/admission/priority/admission.go.
 */
import { ensureFields, fieldsAt, setDefault, textAt } from '../../../api/defaults/draft.ts'
import type { PriorityClass } from '../../../api/generated/types.ts'
import { forbiddenStatus, type Status } from '../../../api/meta/status.ts'
import type { AdmissionPlugin, AdmissionRequest } from '../admission.ts'
import type { ServerEnv } from '../env.ts'
import { subjectOf } from '../keys.ts'
import { all, find } from '../lookup.ts'

export const priority: AdmissionPlugin = {
  name: 'Priority',
  handles: ['CREATE', 'UPDATE'],
  admit(request) {
    const { kind, operation, subresource } = request
    if (subresource) return undefined
    if (kind.kind === 'PriorityClass') return secondDefault(request)
    if (kind.kind !== 'Pod') return undefined
    return operation === 'CREATE' ? setPriority(request) : keepPriority(request)
  },
}

/** Of a global default there can be one. */
function secondDefault({ env, kind, name, draft, operation }: AdmissionRequest): Status | undefined {
  if (draft['globalDefault'] !== true) return undefined
  const present = defaultClass(env)
  if (!present || (operation === 'UPDATE' && present.metadata.name === name)) return undefined
  return forbiddenStatus(subjectOf(kind, name), `PriorityClass ${present.metadata.name} is already marked as default. Only one default can exist`)
}

/** An update that leaves out what was computed does not change it. */
function keepPriority({ draft, old }: AdmissionRequest): undefined {
  const spec = ensureFields(draft, 'spec')
  const before = { ...old }
  for (const field of ['priority', 'preemptionPolicy']) {
    const value = fieldsAt(before, 'spec')?.[field]
    if (value !== undefined) setDefault(spec, field, value)
  }
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
