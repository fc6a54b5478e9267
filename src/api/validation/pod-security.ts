/** A pod's security context. Follows kubernetes v1.36 pkg/apis/core/validation/validation.go (validatePodSpecSecurityContext). */
import type { PodSecurityContext, PodSpec } from '../generated/types.ts'
import { duplicate, invalid, notSupported, required, type FieldError } from '../meta/field-error.ts'
import { invalidEach } from './field.ts'
import { isValidUserId } from './names.ts'
import { validateAppArmorProfile, validateSeccompProfile } from './security-profiles.ts'
import { validateWindowsOptions } from './windows.ts'

export function validatePodSecurityContext(spec: PodSpec, path: string): FieldError[] {
  const context = spec.securityContext ?? {}
  const id = (name: 'fsGroup' | 'runAsUser' | 'runAsGroup'): FieldError[] => {
    const value = context[name]
    return value === undefined ? [] : invalidEach(`${path}.${name}`, value, isValidUserId(value))
  }
  const bothProcesses = spec.shareProcessNamespace === true && spec.hostPID === true
  return [
    ...id('fsGroup'),
    ...id('runAsUser'),
    ...id('runAsGroup'),
    ...(context.supplementalGroups ?? []).flatMap((group, i) => invalidEach(`${path}.supplementalGroups[${i}]`, group, isValidUserId(group))),
    ...(bothProcesses ? [invalid(`${path}.shareProcessNamespace`, true, 'ShareProcessNamespace and HostPID cannot both be enabled')] : []),
    ...validateSysctls(context, spec, `${path}.sysctls`),
    ...oneOfOptional(context.fsGroupChangePolicy, ['Always', 'OnRootMismatch'], `${path}.fsGroupChangePolicy`),
    ...validateSeccompProfile(context.seccompProfile, `${path}.seccompProfile`),
    ...validateWindowsOptions(context.windowsOptions, `${path}.windowsOptions`),
    ...validateAppArmorProfile(context.appArmorProfile, `${path}.appArmorProfile`),
    ...oneOfOptional(context.supplementalGroupsPolicy, ['Merge', 'Strict'], `${path}.supplementalGroupsPolicy`),
    // MountOption is behind the gate SELinuxMount, which is off.
    ...oneOfOptional(context.seLinuxChangePolicy, ['Recursive'], `${path}.seLinuxChangePolicy`),
  ]
}

const oneOfOptional = (value: string | undefined, supported: readonly string[], path: string): FieldError[] =>
  value === undefined || supported.includes(value) ? [] : [notSupported(path, value, supported)]

const sysctlMax = 253
const sysctlPattern = '^([a-z0-9]([-_a-z0-9]*[a-z0-9])?[\\./])*[a-z0-9]([-_a-z0-9]*[a-z0-9])?$'
const sysctlRegExp = new RegExp(sysctlPattern)

function validateSysctls(context: PodSecurityContext, spec: PodSpec, path: string): FieldError[] {
  const names = new Set<string>()
  return (context.sysctls ?? []).flatMap(({ name = '' }, i) => {
    const at = `${path}[${i}].name`
    const errors = [...validateSysctlName(name, names, at), ...validateHostSysctl(name, spec, at)]
    names.add(name)
    return errors
  })
}

function validateSysctlName(name: string, names: ReadonlySet<string>, path: string): FieldError[] {
  if (name === '') return [required(path)]
  if (name.length > sysctlMax || !sysctlRegExp.test(name)) {
    return [invalid(path, name, `must have at most ${sysctlMax} characters and match regex ${sysctlPattern}`)]
  }
  return names.has(name) ? [duplicate(path, name)] : []
}

/** A setting of a namespace that the pod shares with the node would be the node's. */
function validateHostSysctl(name: string, spec: PodSpec, path: string): FieldError[] {
  // Slashes and dots may be exchanged in a sysctl's name.
  const dotted = /^[^./]*\//.test(name) ? name.replace(/[./]/g, (separator) => (separator === '/' ? '.' : '/')) : name
  const isIpc = /^(kernel\.shm|kernel\.msg|fs\.mqueue\.)/.test(dotted) || dotted === 'kernel.sem'
  if (spec.hostNetwork === true && dotted.startsWith('net.')) return [invalid(path, name, "may not be specified when 'hostNetwork' is true")]
  if (spec.hostIPC === true && isIpc) return [invalid(path, name, "may not be specified when 'hostIPC' is true")]
  return []
}
