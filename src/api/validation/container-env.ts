/**
 * Environment variables and where their values come from, and the field references that volumes share with them.
 * Follows kubernetes v1.36 pkg/apis/core/validation/validation.go (ValidateEnv … validateContainerResourceDivisor) and
 * pkg/apis/core/pods/helpers.go (ConvertDownwardAPIFieldLabel).
 */
import type { EnvFromSource, EnvVar, EnvVarSource, ObjectFieldSelector, PodSpec, ResourceFieldSelector, Volume } from '../generated/types.ts'
import { invalid, notFound, notSupported, required, type FieldError } from '../meta/field-error.ts'
import { quantityOf } from '../meta/quantity.ts'
import { invalidEach } from './field.ts'
import { isConfigMapKey, isDNS1123Label, isDNS1123Subdomain, isQualifiedName, isRelaxedEnvVarName, nameIsDNSSubdomain } from './names.ts'
import { validatePathNoBacksteps } from './paths.ts'
import { allContainers } from './pod-containers.ts'

type Volumes = ReadonlyMap<string, Volume>

const envFields = [
  'metadata.name', 'metadata.namespace', 'metadata.uid', 'spec.nodeName', 'spec.serviceAccountName', 'status.hostIP',
  'status.hostIPs', 'status.podIP', 'status.podIPs',
]
const volumeFields = ['metadata.annotations', 'metadata.labels', 'metadata.name', 'metadata.namespace', 'metadata.uid']

const resourceFields = [
  'limits.cpu', 'limits.ephemeral-storage', 'limits.memory', 'requests.cpu', 'requests.ephemeral-storage', 'requests.memory',
]

export function validateEnv(variables: readonly EnvVar[], path: string): FieldError[] {
  return variables.flatMap((variable, i) => [
    ...(variable.name ? invalidEach(`${path}[${i}].name`, variable.name, isRelaxedEnvVarName(variable.name)) : [required(`${path}[${i}].name`)]),
    ...(variable.valueFrom === undefined ? [] : validateValueFrom(variable.valueFrom, variable.value, `${path}[${i}].valueFrom`)),
  ])
}

function validateValueFrom(source: EnvVarSource, value: string | undefined, path: string): FieldError[] {
  const errors: FieldError[] = []
  if (source.fieldRef !== undefined) errors.push(...validateFieldRef(source.fieldRef, envFields, `${path}.fieldRef`))
  if (source.resourceFieldRef !== undefined) errors.push(...validateResourceFieldRef(source.resourceFieldRef, false, `${path}.resourceFieldRef`))
  if (source.configMapKeyRef !== undefined) errors.push(...validateKeyRef(source.configMapKeyRef, `${path}.configMapKeyRef`))
  if (source.secretKeyRef !== undefined) errors.push(...validateKeyRef(source.secretKeyRef, `${path}.secretKeyRef`))
  if (source.fileKeyRef !== undefined) errors.push(...validateFileKeyRef(source.fileKeyRef, `${path}.fileKeyRef`))
  const count = Object.values(source).filter((one) => one !== undefined && one !== null).length
  if (count === 0) {
    errors.push(invalid(path, '', 'must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef`, `secretKeyRef` or `fileKeyRef`'))
  } else if (value) errors.push(invalid(path, '', 'may not be specified when `value` is not empty'))
  else if (count > 1) errors.push(invalid(path, '', 'may not have more than one field specified at a time'))
  return errors
}

export const validateVolumeFieldRef = (reference: ObjectFieldSelector, path: string): FieldError[] =>
  validateFieldRef(reference, volumeFields, path)

function validateFieldRef(reference: ObjectFieldSelector, supported: readonly string[], path: string): FieldError[] {
  if (!reference.apiVersion) return [required(`${path}.apiVersion`)]
  if (!reference.fieldPath) return [required(`${path}.fieldPath`)]
  const conversion = conversionProblem(reference.apiVersion, reference.fieldPath)
  if (conversion !== undefined) return [invalid(`${path}.fieldPath`, reference.fieldPath, `error converting fieldPath: ${conversion}`)]
  const subscripted = subscriptOf(reference.fieldPath)
  if (subscripted !== undefined) {
    const key = subscripted.path === 'metadata.annotations' ? subscripted.key.toLowerCase() : subscripted.key
    return invalidEach(path, key, isQualifiedName(key))
  }
  return supported.includes(reference.fieldPath) ? [] : [notSupported(`${path}.fieldPath`, reference.fieldPath, supported)]
}

/** `metadata.labels['app']`. */
function subscriptOf(fieldPath: string): { readonly path: string; readonly key: string } | undefined {
  const match = /^(.*)\['([\s\S]*)'\]$/.exec(fieldPath)
  return match === null || match[1] === '' ? undefined : { path: match[1] ?? '', key: match[2] ?? '' }
}

const knownFields = [...new Set([...envFields, ...volumeFields]), 'status.phase', 'spec.restartPolicy', 'spec.schedulerName', 'spec.hostNetwork']

function conversionProblem(apiVersion: string, fieldPath: string): string | undefined {
  if (apiVersion !== 'v1') return `unsupported pod version: ${apiVersion}`
  const subscripted = subscriptOf(fieldPath)
  if (subscripted !== undefined) {
    const allowed = subscripted.path === 'metadata.labels' || subscripted.path === 'metadata.annotations'
    return allowed ? undefined : `field label does not support subscript: ${fieldPath}`
  }
  return knownFields.includes(fieldPath) || fieldPath === 'spec.host' ? undefined : `field label not supported: ${fieldPath}`
}

export function validateResourceFieldRef(reference: ResourceFieldSelector, inVolume: boolean, path: string): FieldError[] {
  return [...validateResourceField(reference, inVolume, path), ...validateDivisor(reference, path)]
}

function validateResourceField(reference: ResourceFieldSelector, inVolume: boolean, path: string): FieldError[] {
  const resource = reference.resource
  if (inVolume && !reference.containerName) return [required(`${path}.containerName`)]
  if (!resource) return [required(`${path}.resource`)]
  if (resourceFields.includes(resource) || /^(requests|limits)\.hugepages-/.test(resource)) return []
  return [notSupported(`${path}.resource`, resource, resourceFields)]
}

const sizes = ['1', '1k', '1M', '1G', '1T', '1P', '1E', '1Ki', '1Mi', '1Gi', '1Ti', '1Pi', '1Ei']

function validateDivisor(reference: ResourceFieldSelector, path: string): FieldError[] {
  const divisor = reference.divisor
  if (divisor === undefined || quantityOf(divisor).nano === 0n) return []
  const resource = reference.resource ?? ''
  const kind = resource.replace(/^(requests|limits)\./, '')
  const wrong = (values: string, what: string): FieldError[] => [
    invalid(`${path}.divisor`, resource, `only divisor's values ${values} are supported with the ${what} resource`),
  ]
  if (kind === resource) return []
  if (kind === 'cpu') return ['1m', '1'].includes(divisor) ? [] : wrong('1m and 1', 'cpu')
  const names: { readonly [kind: string]: string } = { memory: 'memory', 'ephemeral-storage': 'local ephemeral storage' }
  const what = names[kind] ?? (kind.startsWith('hugepages-') ? 'hugepages' : undefined)
  return what === undefined || sizes.includes(divisor) ? [] : wrong(sizes.join(', '), what)
}

interface KeyRef {
  readonly name?: string
  readonly key: string
}

const validateKeyRef = ({ name = '', key }: KeyRef, path: string): FieldError[] => [
  ...invalidEach(`${path}.name`, name, isDNS1123Subdomain(name)),
  ...(key ? invalidEach(`${path}.key`, key, isConfigMapKey(key)) : [required(`${path}.key`)]),
]

function validateFileKeyRef({ key, volumeName, path: file }: NonNullable<EnvVarSource['fileKeyRef']>, path: string): FieldError[] {
  return [
    ...(key ? invalidEach(`${path}.key`, key, isRelaxedEnvVarName(key)) : [required(`${path}.key`)]),
    ...(volumeName ? invalidEach(`${path}.volumeName`, volumeName, isDNS1123Label(volumeName)) : [required(`${path}.volumeName`)]),
    ...(file ? validatePathNoBacksteps(file, `${path}.path`) : [required(`${path}.path`)]),
  ]
}

/** Files with variables lie in emptyDir volumes; looked at once all volumes and containers have been. */
export function validateEnvFileVolumes(spec: PodSpec, volumes: Volumes, path: string): FieldError[] {
  return allContainers(spec, path).flatMap(({ container, path: at }) =>
    (container.env ?? []).flatMap(({ valueFrom }, i) => {
      if (valueFrom?.fileKeyRef === undefined) return []
      const name = valueFrom.fileKeyRef.volumeName ?? ''
      const volume = volumes.get(name)
      const where = `${at}.env[${i}].valueFrom.fileKeyRef.volumeName`
      if (volume === undefined) return [notFound(where, name)]
      return volume.emptyDir === undefined ? [invalid(where, name, 'referenced volume must be of type emptyDir')] : []
    }),
  )
}

export function validateEnvFrom(sources: readonly EnvFromSource[], path: string): FieldError[] {
  return sources.flatMap((source, i) => {
    const at = `${path}[${i}]`
    const errors = source.prefix ? invalidEach(`${at}.prefix`, source.prefix, isRelaxedEnvVarName(source.prefix)) : []
    const named = [
      ['configMapRef', source.configMapRef],
      ['secretRef', source.secretRef],
    ] as const
    const given = named.filter(([, reference]) => reference !== undefined)
    for (const [field, reference] of given) {
      const name = reference?.name
      errors.push(...(name ? invalidEach(`${at}.${field}.name`, name, nameIsDNSSubdomain(name, true)) : [required(`${at}.${field}.name`)]))
    }
    if (given.length === 0) errors.push(invalid(path, '', 'must specify one of: `configMapRef` or `secretRef`'))
    if (given.length > 1) errors.push(invalid(path, '', 'may not have more than one field specified at a time'))
    return errors
  })
}
