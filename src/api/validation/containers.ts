/**
 * Containers of the three kinds. Follows kubernetes v1.36 pkg/apis/core/validation/validation.go (validateContainerCommon,
 * validateContainers, validateInitContainers, validateEphemeralContainers).
 */
import type { Container, ContainerPort, PodSpec, Volume } from '../generated/types.ts'
import { duplicate, forbidden, invalid, notFound, notSupported, required, tooMany, type FieldError } from '../meta/field-error.ts'
import { validateEnv, validateEnvFrom } from './container-env.ts'
import { validateVolumeDevices, validateVolumeMounts } from './container-volumes.ts'
import { invalidEach } from './field.ts'
import { isDNS1123Label, isValidPortName, isValidPortNum } from './names.ts'
import { oneOf } from './pod-spec-values.ts'
import { validateLifecycle, validateProbes } from './probes.ts'
import { validateContainerResources } from './resources.ts'
import { validateSecurityContext } from './security-context.ts'

export interface ContainerContext {
  /** Volumes that are valid, by name. */
  readonly volumes: ReadonlyMap<string, Volume>
  readonly claims: ReadonlySet<string>
  readonly gracePeriod: number | undefined
  /** The pod's. */
  readonly restartPolicy: string | undefined
  readonly hostUsers: boolean
}

export function validateContainers(containers: readonly Container[], context: ContainerContext, path: string): FieldError[] {
  if (containers.length === 0) return [required(path)]
  const names = new Set<string>()
  const each = containers.flatMap((container, i) => {
    const at = `${path}[${i}]`
    return [
      ...validateCommon(container, context, at),
      ...claimName(container.name ?? '', names, at),
      ...(container.lifecycle === undefined ? [] : validateLifecycle(container.lifecycle, context.gracePeriod, `${at}.lifecycle`)),
      ...validateProbes(container, context.gracePeriod, at),
      ...validateRestart(container, at),
    ]
  })
  return [...each, ...validateHostPortConflicts(containers, path)]
}

/** A duplicate is reported; a first use is noted down. */
function claimName(name: string, names: Set<string>, path: string): FieldError[] {
  if (names.has(name)) return [duplicate(`${path}.name`, name)]
  names.add(name)
  return []
}

export function validateInitContainers(spec: PodSpec, context: ContainerContext, path: string): FieldError[] {
  const names = new Set((spec.containers ?? []).map(({ name }) => name ?? ''))
  return (spec.initContainers ?? []).flatMap((container, i) => {
    const at = `${path}[${i}]`
    return [
      ...validateCommon(container, context, at),
      ...validateRestart(container, at),
      ...(container.name ? claimName(container.name, names, at) : names.has('') ? [duplicate(`${at}.name`, '')] : []),
      // Init containers run one by one, so only ports of the same container can collide.
      ...validateHostPortConflicts([container], path),
      ...(container.restartPolicy === 'Always' ? validateSidecar(container, context, at) : validateNoSidecarFields(container, at)),
    ]
  })
}

const validateSidecar = (container: Container, context: ContainerContext, path: string): FieldError[] => [
  ...(container.lifecycle === undefined ? [] : validateLifecycle(container.lifecycle, context.gracePeriod, `${path}.lifecycle`)),
  ...validateProbes(container, context.gracePeriod, path),
]

const validateNoSidecarFields = (container: Container, path: string): FieldError[] =>
  (['lifecycle', 'livenessProbe', 'readinessProbe', 'startupProbe'] as const).flatMap((field) =>
    container[field] === undefined ? [] : [forbidden(`${path}.${field}`, 'may not be set for init containers without restartPolicy=Always')],
  )

/** What upstream lets an ephemeral container have; the others are refused. */
const forbiddenEphemeral = ['ports', 'resources', 'livenessProbe', 'readinessProbe', 'startupProbe', 'lifecycle', 'resizePolicy', 'restartPolicy', 'restartPolicyRules'] as const

export function validateEphemeralContainers(spec: PodSpec, context: ContainerContext, path: string): FieldError[] {
  const others = new Set([...(spec.containers ?? []), ...(spec.initContainers ?? [])].map(({ name }) => name ?? ''))
  const names = new Set(others)
  return (spec.ephemeralContainers ?? []).flatMap((ephemeral, i) => {
    const at = `${path}[${i}]`
    const container: Container = ephemeral
    const target = ephemeral.targetContainerName
    return [
      ...validateCommon(container, context, at),
      ...(container.image !== undefined && container.image.trim() !== container.image
        ? [invalid(`${at}.image`, container.image, 'must not have leading or trailing whitespace')]
        : []),
      ...claimName(container.name ?? '', names, at),
      ...(target && !others.has(target) ? [notFound(`${at}.targetContainerName`, target)] : []),
      ...forbiddenEphemeral.flatMap((field) => (isSet(container[field]) ? [forbidden(`${at}.${field}`, 'cannot be set for an Ephemeral Container')] : [])),
      ...(container.volumeMounts ?? []).flatMap(({ subPath, subPathExpr }, j) => [
        ...(subPath ? [forbidden(`${at}.volumeMounts[${j}].subPath`, 'cannot be set for an Ephemeral Container')] : []),
        ...(subPathExpr ? [forbidden(`${at}.volumeMounts[${j}].subPathExpr`, 'cannot be set for an Ephemeral Container')] : []),
      ]),
    ]
  })
}

const isSet = (value: unknown): boolean => {
  if (value === undefined || value === null) return false
  return typeof value !== 'object' || Object.keys(value).length > 0
}

function validateCommon(container: Container, context: ContainerContext, path: string): FieldError[] {
  return [
    ...(container.name ? invalidEach(`${path}.name`, container.name, isDNS1123Label(container.name)) : [required(`${path}.name`)]),
    ...(container.image ? [] : [required(`${path}.image`)]),
    ...oneOf(`${path}.terminationMessagePolicy`, container.terminationMessagePolicy, ['File', 'FallbackToLogsOnError']),
    ...validatePorts(container.ports ?? [], `${path}.ports`),
    ...validateEnv(container.env ?? [], `${path}.env`),
    ...validateEnvFrom(container.envFrom ?? [], `${path}.envFrom`),
    ...validateVolumeMounts(container, context.volumes, `${path}.volumeMounts`),
    ...validateVolumeDevices(container, context.volumes, `${path}.volumeDevices`),
    ...oneOf(`${path}.imagePullPolicy`, container.imagePullPolicy, ['Always', 'IfNotPresent', 'Never']),
    ...validateContainerResources(container.resources, context.claims, `${path}.resources`),
    ...validateResizePolicy(container, context.restartPolicy, `${path}.resizePolicy`),
    ...validateSecurityContext(container.securityContext, context.hostUsers, `${path}.securityContext`),
  ]
}

function validatePorts(ports: readonly ContainerPort[], path: string): FieldError[] {
  const names = new Set<string>()
  return ports.flatMap((port, i) => {
    const at = `${path}[${i}]`
    return [
      ...validatePortName(port.name, names, `${at}.name`),
      ...(port.containerPort ? invalidEach(`${at}.containerPort`, port.containerPort, isValidPortNum(port.containerPort)) : [required(`${at}.containerPort`)]),
      ...(port.hostPort ? invalidEach(`${at}.hostPort`, port.hostPort, isValidPortNum(port.hostPort)) : []),
      ...oneOf(`${at}.protocol`, port.protocol, ['SCTP', 'TCP', 'UDP']),
    ]
  })
}

function validatePortName(name: string | undefined, names: Set<string>, path: string): FieldError[] {
  if (!name) return []
  const problems = invalidEach(path, name, isValidPortName(name))
  if (problems.length > 0) return problems
  if (names.has(name)) return [duplicate(path, name)]
  names.add(name)
  return []
}

function validateHostPortConflicts(containers: readonly Container[], path: string): FieldError[] {
  const taken = new Set<string>()
  return containers.flatMap(({ ports }, i) =>
    (ports ?? []).flatMap(({ protocol, hostIP, hostPort }, j) => {
      if (!hostPort) return []
      const key = `${protocol ?? ''}/${hostIP ?? ''}/${hostPort}`
      if (taken.has(key)) return [duplicate(`${path}[${i}].ports[${j}].hostPort`, key)]
      taken.add(key)
      return []
    }),
  )
}

function validateResizePolicy(container: Container, podRestartPolicy: string | undefined, path: string): FieldError[] {
  const seen = new Set<string>()
  return (container.resizePolicy ?? []).flatMap(({ resourceName = '', restartPolicy = '' }, i) => {
    const errors = seen.has(resourceName) ? [duplicate(`${path}[${i}]`, resourceName)] : []
    seen.add(resourceName)
    errors.push(...oneOf(path, resourceName, ['cpu', 'memory']), ...oneOf(path, restartPolicy, ['NotRequired', 'RestartContainer']))
    if (podRestartPolicy === 'Never' && restartPolicy !== 'NotRequired') {
      errors.push(invalid(path, restartPolicy, "must be 'NotRequired' when pod `restartPolicy` is 'Never'"))
    }
    return errors
  })
}

const restartPolicies = ['Always', 'Never', 'OnFailure']
const restartRulesMax = 20
const exitCodesMax = 255

/** A container's own restart policy, and the rules by exit code that need one. */
function validateRestart(container: Container, path: string): FieldError[] {
  const rules = container.restartPolicyRules ?? []
  const policy = container.restartPolicy
  return [
    ...(policy === undefined || restartPolicies.includes(policy)
      ? []
      : [notSupported(`${path}.restartPolicy`, policy, restartPolicies)]),
    ...(rules.length > 0 && policy === undefined
      ? [required(`${path}.restartPolicy`, 'must specify restartPolicy when restart rules are used')]
      : []),
    ...(rules.length > restartRulesMax ? [tooMany(`${path}.restartPolicyRules`, rules.length, restartRulesMax)] : []),
    ...rules.flatMap((rule, i) => validateRestartRule(rule, `${path}.restartPolicyRules[${i}]`)),
  ]
}

function validateRestartRule(rule: NonNullable<Container['restartPolicyRules']>[number], path: string): FieldError[] {
  const actions = ['Restart', 'RestartAllContainers']
  const action = actions.includes(rule.action ?? '') ? [] : [notSupported(`${path}.action`, rule.action ?? '', actions)]
  const codes = rule.exitCodes
  if (codes === undefined) return [...action, required(`${path}.exitCodes`, 'must be specified')]
  const operators = ['In', 'NotIn']
  const values = codes.values ?? []
  return [
    ...action,
    ...(operators.includes(codes.operator ?? '') ? [] : [notSupported(`${path}.exitCodes.operator`, codes.operator ?? '', operators)]),
    ...(values.length > exitCodesMax ? [tooMany(`${path}.exitCodes.values`, values.length, exitCodesMax)] : []),
  ]
}
