/** Projected volumes. Follows kubernetes v1.36 pkg/apis/core/validation/validation.go (validateProjectionSources). */
import type { ProjectedVolumeSource, VolumeProjection } from '../generated/types.ts'
import { forbidden, invalid, notSupported, required, type FieldError } from '../meta/field-error.ts'
import { invalidEach } from './field.ts'
import { validateLabelSelector } from './label-selector.ts'
import { isDNS1123Subdomain } from './names.ts'
import { validateFileMode, validateLocalNonReservedPath } from './paths.ts'
import { validateSignerName } from './signer-name.ts'
import { validateDownwardFile, validateKeyToPath } from './volumes.ts'

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
  const { secret, configMap, downwardAPI, serviceAccountToken, clusterTrustBundle, podCertificate } = projection
  const errors: FieldError[] = []
  if (secret !== undefined) errors.push(...validateKeyed(secret, `${path}.secret`, around))
  if (configMap !== undefined) errors.push(...validateKeyed(configMap, `${path}.configMap`, around))
  for (const file of downwardAPI?.items ?? []) {
    errors.push(...validateDownwardFile(file, `${path}.downwardAPI`), ...takePath(file.path, file.path, around))
  }
  if (serviceAccountToken !== undefined) errors.push(...validateToken(serviceAccountToken, `${path}.serviceAccountToken`, around.path))
  if (clusterTrustBundle !== undefined) errors.push(...validateTrustBundle(clusterTrustBundle, `${path}.clusterTrustBundle`, around))
  if (podCertificate !== undefined) errors.push(...validateCertificate(podCertificate, `${path}.podCertificate`, around))
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

function validateTrustBundle(bundle: NonNullable<VolumeProjection['clusterTrustBundle']>, path: string, around: Around): FieldError[] {
  return [
    ...validateBundleSource(bundle, path),
    ...(bundle.path ? [] : [required(`${path}.path`)]),
    ...validateLocalNonReservedPath(bundle.path ?? '', `${path}.path`),
    ...takePath(bundle.path, bundle.path, around),
  ]
}

function validateBundleSource(bundle: NonNullable<VolumeProjection['clusterTrustBundle']>, path: string): FieldError[] {
  const { name, signerName, labelSelector } = bundle
  if (name !== undefined && signerName !== undefined) {
    const shown = { Name: name, SignerName: signerName, LabelSelector: labelSelector ?? null, Optional: bundle.optional ?? null, Path: bundle.path ?? '' }
    return [invalid(path, shown, 'only one of name and signerName may be used')]
  }
  if (name !== undefined) {
    const problems = isDNS1123Subdomain(name).map((problem) => `not a valid clustertrustbundlename: ${problem}`)
    return [
      ...(name === '' ? [required(`${path}.name`, 'must be a valid object name')] : []),
      ...invalidEach(`${path}.name`, name, problems),
      ...(labelSelector === undefined ? [] : [invalid(`${path}.labelSelector`, labelSelector, 'labelSelector must be unset if name is specified')]),
    ]
  }
  if (signerName !== undefined) {
    return [
      ...(signerName === '' ? [required(`${path}.signerName`, 'must be a valid signer name')] : []),
      ...validateSignerName(signerName, `${path}.signerName`),
      ...validateLabelSelector(labelSelector, `${path}.labelSelector`),
    ]
  }
  return [required(path, 'either name or signerName must be specified')]
}

const keyTypes = ['ED25519', 'ECDSAP256', 'ECDSAP384', 'ECDSAP521', 'RSA3072', 'RSA4096']

function validateCertificate(certificate: NonNullable<VolumeProjection['podCertificate']>, path: string, around: Around): FieldError[] {
  const { signerName, keyType, credentialBundlePath, keyPath, certificateChainPath } = certificate
  const files = [
    ['credentialBundlePath', credentialBundlePath],
    ['keyPath', keyPath],
    ['certificateChainPath', certificateChainPath],
  ] as const
  return [
    ...validateSignerName(signerName ?? '', `${path}.signerName`),
    ...(keyTypes.includes(keyType ?? '') ? [] : [notSupported(`${path}.keyType`, keyType ?? '', keyTypes)]),
    ...(files.every(([, file]) => !file) ? [required(path, 'specify at least one of credentialBundlePath, keyPath, and certificateChainPath')] : []),
    ...files.flatMap(([field, file]) =>
      file ? [...validateLocalNonReservedPath(file, `${path}.${field}`), ...takePath(file, file, around)] : [],
    ),
  ]
}
