/**
 * Pods as a whole: creation, and the few things an update may change.
 * Follows kubernetes v1.36 pkg/apis/core/validation/validation.go (ValidatePodCreate, ValidatePodUpdate).
 */
import type { Container, Pod, PodSpec, Toleration } from '../generated/types.ts'
import { forbidden, invalid, required, type FieldError } from '../meta/field-error.ts'
import { semanticEqual } from './field.ts'
import { internalPodSpec } from './internal-form.ts'
import { nameIsDNSSubdomain, rangeMessage } from './names.ts'
import { validateObjectMeta, validateObjectMetaUpdate } from './object-meta.ts'
import { validatePodAnnotations, validatePodAnnotationsUpdate, validateProfilesMatch } from './pod-annotations.ts'
import { validatePodSpec } from './pod-spec.ts'
import { validateTolerations } from './tolerations.ts'
import { unifiedDiff } from './unified-diff.ts'
import { validateOnce } from './valid-specs.ts'

const int32Max = 2147483647

export function validatePod(pod: Pod): FieldError[] {
  const spec = pod.spec
  return [
    ...validateMetaAndSpec(pod),
    ...((spec.ephemeralContainers ?? []).length > 0 ? [forbidden('spec.ephemeralContainers', 'cannot be set on create')] : []),
    ...(spec.nodeName && (spec.schedulingGates ?? []).length > 0
      ? [forbidden('spec.nodeName', 'cannot be set until all schedulingGates have been cleared')]
      : []),
    ...validateProfilesMatch(pod.metadata.annotations ?? {}, spec, 'spec'),
  ]
}

function validateMetaAndSpec(pod: Pod): FieldError[] {
  const spec = pod.spec
  return [
    ...validateObjectMeta(pod, { namespaced: true, name: nameIsDNSSubdomain }),
    ...validatePodAnnotations(pod.metadata.annotations ?? {}, spec, 'metadata.annotations'),
    ...validateOnce(spec, () => [
      ...validatePodSpec(spec, 'spec', { isPod: true, podName: pod.metadata.name ?? '' }),
      ...(spec.serviceAccountName ? [] : validateNoTokens(spec)),
      ...validateImages(spec.containers, 'spec.containers'),
      ...validateImages(spec.initContainers, 'spec.initContainers'),
    ]),
  ]
}

function validateNoTokens(spec: PodSpec): FieldError[] {
  return (spec.volumes ?? []).flatMap(({ projected }, i) =>
    (projected?.sources ?? []).flatMap(({ serviceAccountToken }, j) =>
      serviceAccountToken === undefined
        ? []
        : [forbidden(`spec.volumes[${i}].projected.sources[${j}].serviceAccountToken`, 'must not be specified when serviceAccountName is not set')],
    ),
  )
}

function validateImages(containers: readonly Container[] | undefined, path: string): FieldError[] {
  return (containers ?? []).flatMap(({ image }, i) =>
    image !== undefined && image.trim() !== image
      ? [invalid(`${path}[${i}].image`, image, 'must not have leading or trailing whitespace')]
      : [],
  )
}

const updatableFields = [
  '`spec.containers[*].image`',
  '`spec.initContainers[*].image`',
  '`spec.activeDeadlineSeconds`',
  '`spec.tolerations` (only additions to existing tolerations)',
  '`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)',
].join(',')

export function validatePodUpdate(pod: Pod, old: Pod): FieldError[] {
  const errors = [
    ...validateObjectMetaUpdate(pod, old),
    ...validateMetaAndSpec(pod),
    ...validatePodAnnotationsUpdate(pod, old),
  ]
  for (const list of ['containers', 'initContainers'] as const) {
    const path = `spec.${list}`
    if ((pod.spec[list] ?? []).length !== (old.spec[list] ?? []).length) {
      return [...errors, forbidden(path, 'pod updates may not add or remove containers')]
    }
    errors.push(...validateUpdatedImages(pod.spec[list], path))
  }
  const deadline = validateDeadlineUpdate(pod.spec.activeDeadlineSeconds, old.spec.activeDeadlineSeconds)
  errors.push(...deadline.errors)
  if (deadline.isFinal) return errors
  errors.push(...validateTolerationsUpdate(pod.spec.tolerations ?? [], old.spec.tolerations ?? []), ...validateGatesUpdate(pod.spec, old.spec))
  const { spec, errors: gated } = mungeGated(munge(pod.spec, old.spec), old.spec)
  errors.push(...gated)
  if (!semanticEqual(spec, old.spec)) {
    const difference = unifiedDiff(internalPodSpec(old.spec), internalPodSpec(spec))
    errors.push(forbidden('spec', `pod updates may not change fields other than ${updatableFields}\n${difference}`))
  }
  return errors
}

const validateUpdatedImages = (containers: readonly Container[] | undefined, path: string): FieldError[] => [
  ...(containers ?? []).flatMap(({ image }, i) => (image ? [] : [required(`${path}[${i}].image`)])),
  ...validateImages(containers, path),
]

/** From nothing to a number, or from a number to a smaller one. */
function validateDeadlineUpdate(now: number | undefined, before: number | undefined): { readonly errors: FieldError[]; readonly isFinal: boolean } {
  const path = 'spec.activeDeadlineSeconds'
  if (now === undefined) {
    const errors = before === undefined ? [] : [invalid(path, null, 'must not update from a positive integer to nil value')]
    return { errors, isFinal: false }
  }
  if (now < 0 || now > int32Max) return { errors: [invalid(path, now, rangeMessage(0, int32Max))], isFinal: true }
  if (before !== undefined && before < now) return { errors: [invalid(path, now, 'must be less than or equal to previous value')], isFinal: true }
  return { errors: [], isFinal: false }
}

function validateTolerationsUpdate(tolerations: readonly Toleration[], old: readonly Toleration[]): FieldError[] {
  const isKept = (before: Toleration): boolean =>
    tolerations.some((now) => semanticEqual({ ...now, tolerationSeconds: 0 }, { ...before, tolerationSeconds: 0 }))
  if (!old.every(isKept)) return [forbidden('spec.tolerations', 'existing toleration can not be modified except its tolerationSeconds')]
  return validateTolerations(tolerations, 'spec.tolerations')
}

function validateGatesUpdate(spec: PodSpec, old: PodSpec): FieldError[] {
  return (spec.schedulingGates ?? []).flatMap(({ name }, i) =>
    (old.schedulingGates ?? []).some((gate) => gate.name === name)
      ? []
      : [forbidden(`spec.schedulingGates[${i}].name`, `only deletion is allowed, but found new scheduling gate '${name}'`)],
  )
}

/** The new spec with everything that may change put back, so that what still differs was not allowed. */
function munge(spec: PodSpec, old: PodSpec): PodSpec {
  const withOldImages = (now: readonly Container[] | undefined, before: readonly Container[] | undefined): readonly Container[] =>
    (now ?? []).map((container, i) => ({ ...container, image: before?.[i]?.image ?? '' }))
  const graceFixed = (old.terminationGracePeriodSeconds ?? 0) < 0 && spec.terminationGracePeriodSeconds === 1
  const { activeDeadlineSeconds: _deadline, ...rest } = spec
  return {
    ...rest,
    containers: withOldImages(spec.containers, old.containers),
    initContainers: withOldImages(spec.initContainers, old.initContainers),
    ...(old.activeDeadlineSeconds === undefined ? {} : { activeDeadlineSeconds: old.activeDeadlineSeconds }),
    schedulingGates: old.schedulingGates ?? [],
    tolerations: old.tolerations ?? [],
    ...(graceFixed && old.terminationGracePeriodSeconds !== undefined
      ? { terminationGracePeriodSeconds: old.terminationGracePeriodSeconds }
      : {}),
  }
}

/** A gated pod may still be given more node selector, and node affinity that only narrows. */
function mungeGated(spec: PodSpec, old: PodSpec): { readonly spec: PodSpec; readonly errors: FieldError[] } {
  if ((old.schedulingGates ?? []).length === 0) return { spec, errors: [] }
  const errors: FieldError[] = []
  const kept = Object.entries(old.nodeSelector ?? {}).every(([key, value]) => spec.nodeSelector?.[key] === value)
  if (!kept) {
    errors.push(invalid('spec.nodeSelector', spec.nodeSelector, 'only additions to spec.nodeSelector are allowed (no mutations or deletions)'))
  }
  const { nodeSelector: _selector, affinity, ...rest } = spec
  const oldTerms = old.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ?? []
  const terms = affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ?? []
  errors.push(...validateTermsUpdate(terms, oldTerms))
  const { nodeAffinity: _now, ...others } = affinity ?? {}
  const nodeAffinity = old.affinity?.nodeAffinity
  const munged = { ...others, ...(nodeAffinity === undefined ? {} : { nodeAffinity }) }
  const hasAffinity = old.affinity !== undefined || Object.keys(munged).length > 0
  return {
    spec: {
      ...rest,
      ...(old.nodeSelector === undefined ? {} : { nodeSelector: old.nodeSelector }),
      ...(hasAffinity ? { affinity: munged } : {}),
    },
    errors,
  }
}

type Terms = NonNullable<
  NonNullable<NonNullable<PodSpec['affinity']>['nodeAffinity']>['requiredDuringSchedulingIgnoredDuringExecution']
>['nodeSelectorTerms']

function validateTermsUpdate(terms: Terms, old: Terms): FieldError[] {
  const path = 'spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms'
  if (old.length === 0) return []
  if (terms.length !== old.length) return [invalid(path, terms, 'no additions/deletions to non-empty NodeSelectorTerms list are allowed')]
  return old.flatMap((before, i) => {
    const now = terms[i] ?? {}
    const grows = (['matchExpressions', 'matchFields'] as const).every((list) =>
      semanticEqual((now[list] ?? []).slice(0, (before[list] ?? []).length), before[list] ?? []),
    )
    const wasEmpty = (before.matchExpressions ?? []).length === 0 && (before.matchFields ?? []).length === 0
    const isEmpty = (now.matchExpressions ?? []).length === 0 && (now.matchFields ?? []).length === 0
    return grows && (!wasEmpty || isEmpty) ? [] : [invalid(`${path}[${i}]`, now, 'only additions are allowed (no mutations or deletions)')]
  })
}
