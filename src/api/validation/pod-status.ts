/**
 * Updates of a pod's status. Follows kubernetes v1.36 pkg/apis/core/validation/validation.go (ValidatePodStatusUpdate).
 * Users of containers, resource claims and resource health are not reported here and not checked.
 */
import type { ContainerStatus, Pod } from '../generated/types.ts'
import { duplicate, forbidden, invalid, type FieldError } from '../meta/field-error.ts'
import { immutable, invalidEach, semanticEqual } from './field.ts'
import { familyOf, validateIP } from './ip.ts'
import { isDNS1123Subdomain, isQualifiedName } from './names.ts'
import { validateObjectMetaUpdate } from './object-meta.ts'
import { validatePodAnnotationsUpdate } from './pod-annotations.ts'

const systemConditions = ['PodScheduled', 'Ready', 'Initialized']

export function validatePodStatusUpdate(pod: Pod, old: Pod): FieldError[] {
  const status = pod.status ?? {}
  const nominated = status.nominatedNodeName
  return [
    ...validateObjectMetaUpdate(pod, old),
    ...validatePodAnnotationsUpdate(pod, old),
    ...(status.conditions ?? []).flatMap(({ type }, i) =>
      systemConditions.includes(type) ? [] : invalidEach(`metadata.conditions[${i}].Type`, type, isQualifiedName(type)),
    ),
    ...(pod.spec.nodeName === old.spec.nodeName ? [] : [forbidden('status.nodeName', 'may not be changed directly')]),
    ...(nominated && nominated !== old.status?.nominatedNodeName
      ? invalidEach('status.nominatedNodeName', nominated, isDNS1123Subdomain(nominated))
      : []),
    ...immutable('status.qosClass', status.qosClass, old.status?.qosClass),
    ...validateTransitions(pod, old),
    // What is stored was found valid when it was stored.
    ...(semanticEqual(status.podIPs, old.status?.podIPs) ? [] : validateAddresses((status.podIPs ?? []).map(({ ip }) => ip ?? ''), 'status.podIPs')),
    ...(status.hostIP === old.status?.hostIP && semanticEqual(status.hostIPs, old.status?.hostIPs) ? [] : validateHostIPs(pod)),
  ]
}

/** A container that is over and will not be restarted stays over. */
function validateTransitions(pod: Pod, old: Pod): FieldError[] {
  const policy = old.spec.restartPolicy
  if (policy === 'Always') return []
  const sidecars = (old.spec.initContainers ?? []).filter(({ restartPolicy }) => restartPolicy === 'Always').map(({ name }) => name)
  const check = (list: 'containerStatuses' | 'initContainerStatuses'): FieldError[] =>
    (old.status?.[list] ?? []).flatMap((before, i) => {
      const mayRestart = before.state?.terminated === undefined || (before.state.terminated.exitCode !== 0 && policy === 'OnFailure')
      if (mayRestart || sidecars.includes(before.name)) return []
      return revived(before, pod.status?.[list] ?? []) ? [forbidden(`status.${list}[${i}].state`, 'may not be transitioned to non-terminated state')] : []
    })
  return [...check('containerStatuses'), ...check('initContainerStatuses')]
}

const revived = (before: ContainerStatus, now: readonly ContainerStatus[]): boolean =>
  now.some(({ name, state }) => name === before.name && state?.terminated === undefined)

/** One address, or one of each family. */
function validateAddresses(ips: readonly string[], path: string): FieldError[] {
  const errors = ips.flatMap((ip, i) => validateIP(ip, `${path}[${i}]`))
  if (ips.length < 2) return errors
  if (ips.length > 2 || familyOf(ips[0] ?? '') === familyOf(ips[1] ?? '')) {
    errors.push(invalid(path, ips.map((ip) => ({ IP: ip })), 'may specify no more than one IP for each IP family'))
  }
  return [...errors, ...ips.flatMap((ip, i) => (ips.indexOf(ip) < i ? [duplicate(`${path}[${i}]`, { IP: ip })] : []))]
}

function validateHostIPs(pod: Pod): FieldError[] {
  const ips = (pod.status?.hostIPs ?? []).map(({ ip }) => ip ?? '')
  const first = ips[0]
  if (first === undefined) return []
  const differs = pod.status?.hostIP !== first
  return [
    ...(differs ? [invalid('status.hostIPs[0].ip', first, 'must be equal to `hostIP`')] : []),
    ...validateAddresses(ips, 'status.hostIPs'),
  ]
}
