/**
 * Annotations of pods that mean something to Kubernetes: mirror pods, tolerations and security profiles of old, the cost
 * of deletion. Follows kubernetes v1.36 pkg/apis/core/validation/validation.go (ValidatePodSpecificAnnotations and below).
 */
import type { Pod, PodSpec, SeccompProfile } from '../generated/types.ts'
import { forbidden, invalid, type FieldError } from '../meta/field-error.ts'
import { goJsonArrayError } from './go-json.ts'
import { allContainers } from './pod-containers.ts'
import { validateLocalDescendingPath } from './paths.ts'

type Annotations = { readonly [key: string]: string }

const mirror = 'kubernetes.io/config.mirror'
const tolerations = 'scheduler.alpha.kubernetes.io/tolerations'
const deletionCost = 'controller.kubernetes.io/pod-deletion-cost'
const seccompPod = 'seccomp.security.alpha.kubernetes.io/pod'
const seccompContainer = 'container.seccomp.security.alpha.kubernetes.io/'
const appArmorContainer = 'container.apparmor.security.beta.kubernetes.io/'

export function validatePodAnnotations(annotations: Annotations, spec: PodSpec, path: string): FieldError[] {
  const errors: FieldError[] = []
  const mirrored = annotations[mirror]
  if (mirrored !== undefined && !spec.nodeName) {
    errors.push(invalid(`${path}[${mirror}]`, mirrored, 'must set spec.nodeName if mirror pod annotation is set'))
  }
  if (annotations[tolerations]) {
    const problem = goJsonArrayError(annotations[tolerations], '[]core.Toleration')
    if (problem !== undefined) errors.push(invalid(path, tolerations, problem))
  }
  errors.push(...validateDeletionCost(annotations[deletionCost], `${path}[${deletionCost}]`))
  errors.push(...validateSeccompAnnotations(annotations, path), ...validateAppArmorAnnotations(annotations, spec, path))
  return errors
}

/** A 32-bit integer as Go's ParseInt reads it, without a plus sign or leading zeros. */
function validateDeletionCost(cost: string | undefined, path: string): FieldError[] {
  if (cost === undefined) return []
  const isInteger = /^(0|-?[1-9]\d*)$/.test(cost) && Number(cost) >= -2147483648 && Number(cost) <= 2147483647
  return isInteger ? [] : [invalid(path, cost, 'must be a 32bit integer')]
}

function validateSeccompAnnotations(annotations: Annotations, path: string): FieldError[] {
  const keys = Object.keys(annotations).filter((key) => key.startsWith(seccompContainer))
  const all = annotations[seccompPod] === undefined ? keys : [seccompPod, ...keys]
  return all.flatMap((key) => validateSeccompName(annotations[key] ?? '', `${path}.${key}`))
}

function validateSeccompName(profile: string, path: string): FieldError[] {
  if (['runtime/default', 'docker/default', 'unconfined'].includes(profile)) return []
  if (profile.startsWith('localhost/')) return validateLocalDescendingPath(profile.slice('localhost/'.length), path)
  return [invalid(path, profile, 'must be a valid seccomp profile')]
}

function validateAppArmorAnnotations(annotations: Annotations, spec: PodSpec, path: string): FieldError[] {
  const names = allContainers(spec, '').map(({ container }) => container.name)
  return Object.entries(annotations).flatMap(([key, profile]) => {
    if (!key.startsWith(appArmorContainer)) return []
    const name = key.slice(appArmorContainer.length)
    const isProfile = ['', 'runtime/default', 'unconfined'].includes(profile) || profile.startsWith('localhost/')
    return [
      ...(names.includes(name) ? [] : [invalid(`${path}[${key}]`, name, 'container not found')]),
      ...(isProfile ? [] : [invalid(`${path}[${key}]`, profile, `invalid AppArmor profile name: ${JSON.stringify(profile)}`)]),
    ]
  })
}

/** Where an old annotation and its new field are both there, they must say the same. */
export const validateProfilesMatch = (annotations: Annotations, spec: PodSpec, path: string): FieldError[] => [
  ...validateSeccompMatch(annotations, spec, path),
  ...validateAppArmorMatch(annotations, spec, path),
]

function validateSeccompMatch(annotations: Annotations, spec: PodSpec, path: string): FieldError[] {
  return [
    ...matchSeccomp(annotations[seccompPod], spec.securityContext?.seccompProfile, `${path}.securityContext.seccompProfile`),
    ...allContainers(spec, path).flatMap(({ container, path: at }) =>
      matchSeccomp(annotations[seccompContainer + container.name], container.securityContext?.seccompProfile, `${at}.securityContext.seccompProfile`),
    ),
  ]
}

function matchSeccomp(annotation: string | undefined, profile: SeccompProfile | undefined, path: string): FieldError[] {
  if (annotation === undefined || profile === undefined) return []
  const wanted: { readonly [type: string]: readonly string[] } = {
    Unconfined: ['unconfined'],
    RuntimeDefault: ['runtime/default', 'docker/default'],
  }
  return matchProfile(annotation, profile, { path, word: 'seccomp', wanted })
}

function matchProfile(
  annotation: string,
  profile: { readonly type: string; readonly localhostProfile?: string },
  about: { readonly path: string; readonly word: string; readonly wanted: { readonly [type: string]: readonly string[] } },
): FieldError[] {
  const { path, word, wanted } = about
  const differs = [forbidden(`${path}.type`, `${word} type in annotation and field must match`)]
  const names = wanted[profile.type]
  if (names !== undefined) return names.includes(annotation) ? [] : differs
  if (profile.type !== 'Localhost') return []
  if (!annotation.startsWith('localhost/')) return differs
  if (annotation === `localhost/${profile.localhostProfile}`) return []
  return [forbidden(`${path}.localhostProfile`, `${word} profile in annotation and field must match`)]
}

function validateAppArmorMatch(annotations: Annotations, spec: PodSpec, path: string): FieldError[] {
  if (spec.os?.name === 'windows') return []
  const wanted = { Unconfined: ['unconfined'], RuntimeDefault: ['runtime/default'] }
  return allContainers(spec, path).flatMap(({ container, path: at }) => {
    const profile = container.securityContext?.appArmorProfile ?? spec.securityContext?.appArmorProfile
    const annotation = annotations[appArmorContainer + container.name]
    if (profile === undefined || annotation === undefined) return []
    return matchProfile(annotation, profile, { path: `${at}.securityContext.appArmorProfile`, word: 'apparmor', wanted })
  })
}

export function validatePodAnnotationsUpdate(pod: Pod, old: Pod): FieldError[] {
  const now = pod.metadata.annotations ?? {}
  const before = old.metadata.annotations ?? {}
  const path = 'metadata.annotations'
  const frozen = (key: string): string | undefined =>
    key === mirror ? 'mirror pod annotation' : key.startsWith(appArmorContainer) ? 'AppArmor annotations' : undefined
  const changed = Object.entries(before).flatMap(([key, value]) => {
    const what = frozen(key)
    return what === undefined || now[key] === value ? [] : [forbidden(`${path}[${key}]`, `may not remove or update ${what}`)]
  })
  const added = Object.keys(now).flatMap((key) => {
    const what = frozen(key)
    return what === undefined || before[key] !== undefined ? [] : [forbidden(`${path}[${key}]`, `may not add ${what}`)]
  })
  return [...changed, ...added, ...validatePodAnnotations(now, pod.spec, path)]
}
