/**
 * The pod spec, part by part in upstream's order; the parts stand in files of their own.
 * Follows kubernetes v1.36 pkg/apis/core/validation/validation.go (ValidatePodSpec).
 */
import type { PodSpec } from '../generated/types.ts'
import { duplicate, forbidden, invalid, required, type FieldError } from '../meta/field-error.ts'
import { validateAffinity } from './affinity.ts'
import { validateEnvFileVolumes } from './container-env.ts'
import { validateContainers, validateEphemeralContainers, validateInitContainers, type ContainerContext } from './containers.ts'
import { invalidEach } from './field.ts'
import { isDNS1123Label, isDNS1123Subdomain, isQualifiedName, rangeMessage } from './names.ts'
import { validateLabels } from './object-meta.ts'
import { validatePodClaims } from './pod-claims.ts'
import { validateDnsConfig, validateHostAliases, validateHostnameOverride } from './pod-dns.ts'
import type { PodRules } from './pod-rules.ts'
import { validatePodSecurityContext } from './pod-security.ts'
import { oneOf, validatePreemptionPolicy } from './pod-spec-values.ts'
import { validateContainerResources, validatePodLevelResources } from './resources.ts'
import { validateTolerations } from './tolerations.ts'
import { validateTopologySpreadConstraints } from './topology-spread.ts'
import { validateVolumes } from './volumes.ts'
import { validateHostProcess, validateOS } from './windows.ts'

export function validatePodSpec(spec: PodSpec, path: string, rules: PodRules): FieldError[] {
  const { volumes, errors: volumeErrors } = validateVolumes(spec.volumes ?? [], `${path}.volumes`, rules)
  const context: ContainerContext = {
    volumes,
    claims: new Set((spec.resourceClaims ?? []).map(({ name }) => name).filter(Boolean)),
    gracePeriod: spec.terminationGracePeriodSeconds,
    restartPolicy: spec.restartPolicy,
    hostUsers: spec.hostUsers !== false,
  }
  return [
    ...(spec.terminationGracePeriodSeconds === undefined ? [required(`${path}.terminationGracePeriodSeconds`)] : []),
    ...volumeErrors,
    ...validatePodClaims(spec.resourceClaims ?? [], `${path}.resourceClaims`),
    ...validateContainers(spec.containers ?? [], context, `${path}.containers`),
    ...validateInitContainers(spec, context, `${path}.initContainers`),
    ...validateEphemeralContainers(spec, context, `${path}.ephemeralContainers`),
    ...validateEnvFileVolumes(spec, volumes, path),
    ...validatePodLevelResources(spec, context.claims, `${path}.resources`),
    ...validateHostPorts(spec, path, rules),
    ...oneOf(`${path}.restartPolicy`, spec.restartPolicy, ['Always', 'OnFailure', 'Never']),
    ...oneOf(`${path}.dnsPolicy`, spec.dnsPolicy, ['ClusterFirstWithHostNet', 'ClusterFirst', 'Default', 'None']),
    ...validateLabels(spec.nodeSelector, `${path}.nodeSelector`),
    ...validatePodSecurityContext(spec, `${path}.securityContext`),
    ...validateAffinity(spec.affinity, `${path}.affinity`),
    ...validateDnsConfig(spec, `${path}.dnsConfig`),
    ...(spec.readinessGates ?? []).flatMap(({ conditionType = '' }, i) =>
      invalidEach(`${path}.readinessGates[${i}].conditionType`, conditionType, isQualifiedName(conditionType)),
    ),
    ...validateSchedulingGates(spec, `${path}.schedulingGates`),
    ...validateTopologySpreadConstraints(spec.topologySpreadConstraints ?? [], `${path}.topologySpreadConstraints`),
    ...validateHostProcess(spec, path),
    ...validateHostUsers(spec, path),
    ...validateNames(spec, path),
    ...(spec.preemptionPolicy === undefined ? [] : validatePreemptionPolicy(spec.preemptionPolicy, `${path}.preemptionPolicy`)),
    ...(spec.overhead === undefined ? [] : validateContainerResources({ limits: spec.overhead }, undefined, `${path}.overhead`)),
    ...validateOS(spec, path),
    ...validateHostnameOverride(spec, path),
  ]
}

/** On the host's network a port is the node's own. Templates may leave hostPort out; it is filled in when pods are made. */
function validateHostPorts(spec: PodSpec, path: string, rules: PodRules): FieldError[] {
  if (spec.hostNetwork !== true) return []
  return (spec.containers ?? []).flatMap(({ ports }, i) =>
    (ports ?? []).flatMap(({ hostPort = 0, containerPort }, j) => {
      if (hostPort === (containerPort ?? 0) || (!rules.isPod && hostPort === 0)) return []
      return [invalid(`${path}.containers[${i}].ports[${j}].hostPort`, hostPort, 'must match `containerPort` when `hostNetwork` is true')]
    }),
  )
}

function validateSchedulingGates(spec: PodSpec, path: string): FieldError[] {
  const gates = spec.schedulingGates ?? []
  return gates.flatMap(({ name = '' }, i) => [
    ...invalidEach(`${path}[${i}]`, name, isQualifiedName(name)),
    ...(gates.findIndex((gate) => (gate.name ?? '') === name) < i ? [duplicate(`${path}[${i}]`, name)] : []),
  ])
}

/** A user namespace of its own does not go with the host's other namespaces, nor with raw block devices. */
function validateHostUsers(spec: PodSpec, path: string): FieldError[] {
  if (spec.hostUsers !== false) return []
  const detail = 'when `hostUsers` is false'
  const devices = (['initContainers', 'containers'] as const).flatMap((list) =>
    (spec[list] ?? []).flatMap(({ volumeDevices }, i) =>
      (volumeDevices ?? []).length > 0 ? [forbidden(`${path}.${list}[${i}].volumeDevices`, detail)] : [],
    ),
  )
  return [
    ...(spec.hostNetwork === true ? [forbidden(`${path}.hostNetwork`, detail)] : []),
    ...(spec.hostPID === true ? [forbidden(`${path}.hostPID`, detail)] : []),
    ...(spec.hostIPC === true ? [forbidden(`${path}.hostIPC`, detail)] : []),
    ...devices,
  ]
}

const int32Max = 2147483647

function validateNames(spec: PodSpec, path: string): FieldError[] {
  const subdomain = (name: 'serviceAccountName' | 'nodeName' | 'priorityClassName'): FieldError[] => {
    const value = spec[name]
    return value ? invalidEach(`${path}.${name}`, value, isDNS1123Subdomain(value)) : []
  }
  const label = (name: 'hostname' | 'subdomain'): FieldError[] => {
    const value = spec[name]
    return value ? invalidEach(`${path}.${name}`, value, isDNS1123Label(value)) : []
  }
  const deadline = spec.activeDeadlineSeconds
  return [
    ...subdomain('serviceAccountName'),
    ...subdomain('nodeName'),
    ...(deadline !== undefined && (deadline < 1 || deadline > int32Max)
      ? [invalid(`${path}.activeDeadlineSeconds`, deadline, rangeMessage(1, int32Max))]
      : []),
    ...label('hostname'),
    ...label('subdomain'),
    ...validateTolerations(spec.tolerations ?? [], `${path}.tolerations`),
    ...validateHostAliases(spec.hostAliases ?? [], `${path}.hostAliases`),
    ...subdomain('priorityClassName'),
    ...(spec.runtimeClassName === undefined
      ? []
      : invalidEach(`${path}.runtimeClassName`, spec.runtimeClassName, isDNS1123Subdomain(spec.runtimeClassName))),
  ]
}
