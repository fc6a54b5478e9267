/** Seccomp and AppArmor profiles, of pods and of containers. Follows kubernetes v1.36 pkg/apis/core/validation/validation.go. */
import type { AppArmorProfile, SeccompProfile } from '../generated/types.ts'
import { invalid, notSupported, required, tooLong, type FieldError } from '../meta/field-error.ts'
import { byteLength } from './names.ts'
import { validateLocalDescendingPath } from './paths.ts'

const types = ['Localhost', 'RuntimeDefault', 'Unconfined']

export function validateSeccompProfile(profile: SeccompProfile | undefined, path: string): FieldError[] {
  if (profile === undefined) return []
  const { localhostProfile } = profile
  const errors = validateType(profile.type, `${path}.type`, 'seccompProfile')
  if (profile.type !== 'Localhost') {
    if (localhostProfile === undefined) return errors
    const shown = { Type: profile.type ?? '', LocalhostProfile: localhostProfile }
    return [...errors, invalid(`${path}.localhostProfile`, shown, 'can only be set when seccomp type is Localhost')]
  }
  if (localhostProfile === undefined) return [...errors, required(`${path}.localhostProfile`, 'must be set when seccomp type is Localhost')]
  return [...errors, ...validateLocalDescendingPath(localhostProfile, `${path}.localhostProfile`)]
}

const validateType = (type: string | undefined, path: string, what: string): FieldError[] => {
  if (!type) return [required(path, `type is required when ${what} is set`)]
  return types.includes(type) ? [] : [notSupported(path, type, types)]
}

/** PATH_MAX - 1. */
const localhostProfileMax = 4095

export function validateAppArmorProfile(profile: AppArmorProfile | undefined, path: string): FieldError[] {
  if (profile === undefined) return []
  const { type, localhostProfile } = profile
  const at = `${path}.localhostProfile`
  if (type === 'Localhost') {
    const missing = required(at, 'must be set when AppArmor type is Localhost')
    if (localhostProfile === undefined) return [missing]
    const isPadded = localhostProfile.trim() !== localhostProfile
    return [
      ...(isPadded ? [invalid(at, localhostProfile, 'must not be padded with whitespace')] : localhostProfile === '' ? [missing] : []),
      ...(byteLength(localhostProfile) > localhostProfileMax ? [tooLong(at, localhostProfileMax)] : []),
    ]
  }
  const errors = validateType(type, `${path}.type`, 'appArmorProfile')
  if (errors.length > 0 || localhostProfile === undefined) return errors
  return [invalid(at, localhostProfile, 'can only be set when AppArmor type is Localhost')]
}
