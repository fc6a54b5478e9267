/**
 * Projected volumes. Follows kubernetes v1.36 pkg/apis/core/validation/validation.go (validateProjectionSources). Trust
 * bundles and pod certificates are behind gates that are off by default and never get here (`defaults/disabled-fields.ts`).
 */
import type { ProjectedVolumeSource, VolumeProjection } from '../generated/types.ts'
import { forbidden, invalid, required, type FieldError } from '../meta/field-error.ts'
import { validateFileMode, validateLocalNonReservedPath } from './paths.ts'
import { validateDownwardFile, validateKeyToPath } from './volume-files.ts'

export function validateProjected(source: ProjectedVolumeSource, path: string): FieldError[] {
  const paths = new Set<string>()
  return [
    ...validateFileMode(source.defaultMode, `${path}.defaultMode`),
    ...(source.sources ?? []).flatMap((projection, i) => validateProjection(projection, `${path}.sources[${i}]`, { path, paths })),
  ]
}

/** The volume around a projection: where its errors stand, and the paths that are taken. */
interface Around {
  readonly path: string
  readonly paths: Set<string>
}

function validateProjection(projection: VolumeProjection, path: string, around: Around): FieldError[] {
  const { secret, configMap, downwardAPI, serviceAccountToken } = projection
  const errors: FieldError[] = []
  if (secret !== undefined) errors.push(...validateKeyed(secret, `${path}.secret`, around))
  if (configMap !== undefined) errors.push(...validateKeyed(configMap, `${path}.configMap`, around))
  for (const file of downwardAPI?.items ?? []) {
    errors.push(...validateDownwardFile(file, `${path}.downwardAPI`), ...takePath(file.path, file.path, around))
  }
  if (serviceAccountToken !== undefined) errors.push(...validateToken(serviceAccountToken, `${path}.serviceAccountToken`, around.path))
  const count = Object.values(projection).filter((one) => one !== undefined && one !== null).length
  if (count > 1) errors.push(forbidden(path, 'may not specify more than 1 volume type per source'))
  return errors
}

function takePath(path: string | undefined, shown: string | undefined, around: Around): FieldError[] {
  if (!path) return []
  if (around.paths.has(path)) return [invalid(around.path, shown ?? '', 'conflicting duplicate paths')]
  around.paths.add(path)
  return []
}

function validateKeyed(source: NonNullable<VolumeProjection['configMap']>, path: string, around: Around): FieldError[] {
  return [
    ...(source.name ? [] : [required(`${path}.name`)]),
    ...(source.items ?? []).flatMap((item, i) => [...validateKeyToPath(item, `${path}.items[${i}]`), ...takePath(item.path, source.name, around)]),
  ]
}

const tenMinutes = 600
const tokenSecondsMax = 2 ** 32

function validateToken(token: NonNullable<VolumeProjection['serviceAccountToken']>, path: string, volumePath: string): FieldError[] {
  const seconds = token.expirationSeconds ?? 0
  const at = `${path}.expirationSeconds`
  return [
    ...(seconds < tenMinutes ? [invalid(at, seconds, 'may not specify a duration less than 10 minutes')] : []),
    ...(seconds > tokenSecondsMax ? [invalid(at, seconds, 'may not specify a duration larger than 2^32 seconds')] : []),
    ...(token.path ? validateLocalNonReservedPath(token.path, `${volumePath}.path`) : [required(`${volumePath}.path`)]),
  ]
}
