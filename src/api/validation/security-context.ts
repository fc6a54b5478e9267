/** A container's security context. Follows kubernetes v1.36 pkg/apis/core/validation/validation.go (ValidateSecurityContext). */
import type { SecurityContext } from '../generated/types.ts'
import { invalid, notSupported, type FieldError } from '../meta/field-error.ts'
import { invalidEach } from './field.ts'
import { isValidUserId } from './names.ts'
import { validateAppArmorProfile, validateSeccompProfile } from './security-profiles.ts'
import { validateWindowsOptions } from './windows.ts'

export function validateSecurityContext(context: SecurityContext | undefined, hostUsers: boolean, path: string): FieldError[] {
  if (context === undefined) return []
  return [
    ...(context.runAsUser === undefined ? [] : invalidEach(`${path}.runAsUser`, context.runAsUser, isValidUserId(context.runAsUser))),
    ...(context.runAsGroup === undefined ? [] : invalidEach(`${path}.runAsGroup`, context.runAsGroup, isValidUserId(context.runAsGroup))),
    ...validateProcMount(context.procMount, hostUsers, `${path}.procMount`),
    ...validateSeccompProfile(context.seccompProfile, `${path}.seccompProfile`),
    ...validateEscalation(context, path),
    ...validateWindowsOptions(context.windowsOptions, `${path}.windowsOptions`),
    ...validateAppArmorProfile(context.appArmorProfile, `${path}.appArmorProfile`),
  ]
}

function validateProcMount(mount: string | undefined, hostUsers: boolean, path: string): FieldError[] {
  if (mount === undefined) return []
  const mounts = ['Default', 'Unmasked']
  if (!mounts.includes(mount)) return [notSupported(path, mount, mounts)]
  return hostUsers && mount === 'Unmasked' ? [invalid(path, mount, '`hostUsers` must be false to use `Unmasked`')] : []
}

/** Whoever has every right cannot be forbidden to gain more. */
function validateEscalation(context: SecurityContext, path: string): FieldError[] {
  if (context.allowPrivilegeEscalation !== false) return []
  const cannot = (what: string): FieldError => invalid(path, goSecurityContext(context), `cannot set \`allowPrivilegeEscalation\` to false and ${what}`)
  return [
    ...(context.privileged === true ? [cannot('`privileged` to true')] : []),
    ...(context.capabilities?.add ?? []).filter((name) => name === 'CAP_SYS_ADMIN').map(() => cannot('`capabilities.Add` CAP_SYS_ADMIN')),
  ]
}

/** The struct of the internal version as Go prints it: every field in its order, null where nothing is set. */
function goSecurityContext(context: SecurityContext): unknown {
  const { capabilities, seLinuxOptions: selinux, windowsOptions: windows, seccompProfile: seccomp, appArmorProfile: appArmor } = context
  return {
    Capabilities: capabilities === undefined ? null : { Add: capabilities.add ?? null, Drop: capabilities.drop ?? null },
    Privileged: context.privileged ?? null,
    SELinuxOptions:
      selinux === undefined
        ? null
        : { User: selinux.user ?? '', Role: selinux.role ?? '', Type: selinux.type ?? '', Level: selinux.level ?? '' },
    WindowsOptions:
      windows === undefined
        ? null
        : {
            GMSACredentialSpecName: windows.gmsaCredentialSpecName ?? null,
            GMSACredentialSpec: windows.gmsaCredentialSpec ?? null,
            RunAsUserName: windows.runAsUserName ?? null,
            HostProcess: windows.hostProcess ?? null,
          },
    RunAsUser: context.runAsUser ?? null,
    RunAsGroup: context.runAsGroup ?? null,
    RunAsNonRoot: context.runAsNonRoot ?? null,
    ReadOnlyRootFilesystem: context.readOnlyRootFilesystem ?? null,
    AllowPrivilegeEscalation: context.allowPrivilegeEscalation ?? null,
    ProcMount: context.procMount ?? null,
    SeccompProfile: seccomp === undefined ? null : { Type: seccomp.type, LocalhostProfile: seccomp.localhostProfile ?? null },
    AppArmorProfile: appArmor === undefined ? null : { Type: appArmor.type, LocalhostProfile: appArmor.localhostProfile ?? null },
  }
}
