/**
 * What Windows pods must not have of Linux and the other way round, and options for Windows containers.
 * Follows kubernetes v1.36 pkg/apis/core/validation/validation.go (validateOS, validateLinux, validateWindows,
 * validateWindowsSecurityContextOptions, validateWindowsHostProcessPod).
 */
import type { PodSpec, WindowsSecurityContextOptions } from '../generated/types.ts'
import { forbidden, invalid, notSupported, required, type FieldError } from '../meta/field-error.ts'
import { invalidEach } from './field.ts'
import { byteLength, isDNS1123Subdomain } from './names.ts'
import { allContainers } from './pod-containers.ts'

export function validateOS(spec: PodSpec, path: string): FieldError[] {
  if (spec.os === undefined) return []
  if (!spec.os.name) return [required(`${path}.os.name`)]
  const systems = ['linux', 'windows']
  if (!systems.includes(spec.os.name)) return [notSupported(`${path}.os`, spec.os.name, systems)]
  return spec.os.name === 'linux' ? validateLinux(spec, path) : validateWindows(spec, path)
}

function validateLinux(spec: PodSpec, path: string): FieldError[] {
  const detail = 'windows options cannot be set for a linux pod'
  return [
    ...(spec.securityContext?.windowsOptions === undefined ? [] : [forbidden(`${path}.securityContext.windowsOptions`, detail)]),
    ...allContainers(spec, path).flatMap(({ container, path: at }) =>
      container.securityContext?.windowsOptions === undefined ? [] : [forbidden(`${at}.securityContext.windowsOptions`, detail)],
    ),
  ]
}

const linuxContainerFields = [
  'appArmorProfile', 'seLinuxOptions', 'seccompProfile', 'capabilities', 'readOnlyRootFilesystem', 'privileged',
  'allowPrivilegeEscalation', 'procMount', 'runAsUser', 'runAsGroup',
] as const

function validateWindows(spec: PodSpec, path: string): FieldError[] {
  const no = (at: string): FieldError => forbidden(at, 'cannot be set for a windows pod')
  const context = spec.securityContext ?? {}
  const own = (...names: (keyof typeof context)[]): FieldError[] =>
    names.flatMap((name) => (isSet(context[name]) ? [no(`${path}.securityContext.${name}`)] : []))
  return [
    ...own('appArmorProfile', 'seLinuxOptions'),
    ...(spec.hostUsers === undefined ? [] : [no(`${path}.hostUsers`)]),
    ...(spec.hostPID === true ? [no(`${path}.hostPID`)] : []),
    ...(spec.hostIPC === true ? [no(`${path}.hostIPC`)] : []),
    ...own('seccompProfile', 'fsGroup', 'fsGroupChangePolicy', 'sysctls'),
    ...(spec.shareProcessNamespace === undefined ? [] : [no(`${path}.shareProcessNamespace`)]),
    ...own('runAsUser', 'runAsGroup', 'supplementalGroups', 'supplementalGroupsPolicy', 'seLinuxChangePolicy'),
    ...allContainers(spec, path).flatMap(({ container, path: at }) =>
      linuxContainerFields.flatMap((name) => (container.securityContext?.[name] === undefined ? [] : [no(`${at}.securityContext.${name}`)])),
    ),
  ]
}

const isSet = (value: unknown): boolean => value !== undefined && !(Array.isArray(value) && value.length === 0)

const credentialSpecKiB = 64
const domainMax = 256
const userMax = 104

export function validateWindowsOptions(options: WindowsSecurityContextOptions | undefined, path: string): FieldError[] {
  if (options === undefined) return []
  const { gmsaCredentialSpecName: name, gmsaCredentialSpec: spec, runAsUserName: user } = options
  return [
    ...(name === undefined ? [] : invalidEach(`${path}.gmsaCredentialSpecName`, name, isDNS1123Subdomain(name))),
    ...(spec === undefined ? [] : invalidEach(`${path}.gmsaCredentialSpec`, spec, credentialSpecProblems(spec))),
    ...(user === undefined ? [] : invalidEach(`${path}.runAsUserName`, user, userNameProblems(user))),
  ]
}

function credentialSpecProblems(spec: string): string[] {
  if (spec === '') return ['gmsaCredentialSpec cannot be an empty string']
  return byteLength(spec) > credentialSpecKiB * 1024 ? [`gmsaCredentialSpec size must be under ${credentialSpecKiB} KiB`] : []
}

const label = '[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?'
const domainRegExp = new RegExp(`^${label}(?:\\.${label})*$`)
const netBiosRegExp = /^[^\\/:*?"<>|.][^\\/:*?"<>|]{0,14}$/

/** `DOMAIN\user` or `user`. */
function userNameProblems(name: string): string[] {
  if (name === '') return ['runAsUserName cannot be an empty string']
  // oxlint-disable-next-line no-control-regex -- control characters are what is looked for.
  if (/[\x00-\x1f\x7f]/.test(name)) return ['runAsUserName cannot contain control characters']
  const parts = name.split('\\')
  if (parts.length > 2) return ['runAsUserName cannot contain more than one backslash']
  const domain = parts.length === 2 ? parts[0] : undefined
  const user = parts.at(-1) ?? ''
  const problems: string[] = []
  if (byteLength(domain ?? '') >= domainMax) problems.push(`runAsUserName's Domain length must be under ${domainMax} characters`)
  if (domain !== undefined && !netBiosRegExp.test(domain) && !domainRegExp.test(domain)) {
    problems.push("runAsUserName's Domain doesn't match the NetBios nor the DNS format")
  }
  if (user === '') problems.push("runAsUserName's User cannot be empty")
  else if (byteLength(user) > userMax) problems.push(`runAsUserName's User length must not be longer than ${userMax} characters`)
  if (/^[. ]+$/.test(user)) problems.push("runAsUserName's User cannot contain only periods or spaces")
  if (/["/\\:;|=,+*?<>@[\]]/.test(user)) problems.push('runAsUserName\'s User cannot contain the following characters: "/\\:;|=,+*?<>@[]')
  return problems
}

/** HostProcess is for all containers of a pod or none, and needs the host's network. */
export function validateHostProcess(spec: PodSpec, path: string): FieldError[] {
  const podValue = spec.securityContext?.windowsOptions?.hostProcess
  const containers = allContainers(spec, path)
  const errors: FieldError[] = []
  let count = 0
  for (const { container, path: at } of containers) {
    const own = container.securityContext?.windowsOptions?.hostProcess
    if (podValue !== undefined && own !== undefined && podValue !== own) {
      const detail = `pod hostProcess value must be identical if both are specified, was ${podValue}`
      errors.push(invalid(`${at}.securityContext.windowsOptions.hostProcess`, own, detail))
    }
    if (own ?? podValue ?? false) count += 1
  }
  if (count === 0) return errors
  if (count !== containers.length) {
    errors.push(invalid(path, '', 'If pod contains any hostProcess containers then all containers must be HostProcess containers'))
  }
  if (spec.hostNetwork !== true) {
    errors.push(invalid(`${path}.hostNetwork`, false, 'hostNetwork must be true if pod contains any hostProcess containers'))
  }
  return errors
}
