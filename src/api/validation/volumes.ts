/**
 * Volumes: names, exactly one source, and the sources that are still in use.
 * Follows kubernetes v1.36 pkg/apis/core/validation/validation.go (ValidateVolumes, validateVolumeSource).
 */
import type { Volume } from '../generated/types.ts'
import { duplicate, forbidden, invalid, notSupported, required, tooLong, type FieldError } from '../meta/field-error.ts'
import { quantityOf } from '../meta/quantity.ts'
import { invalidEach } from './field.ts'
import { isDNS1123Label, isDNS1123Subdomain } from './names.ts'
import { validateFileMode, validatePathNoBacksteps } from './paths.ts'
import type { PodRules } from './pod-rules.ts'
import { oneOf } from './pod-spec-values.ts'
import { validateDownwardFile, validateKeyToPath } from './volume-files.ts'
import { validateProjected } from './volumes-projected.ts'
import { legacySources } from './volumes-legacy.ts'
import { validateClaimTemplate } from './volume-claim-template.ts'

interface VolumeChecks {
  /** The volumes without errors, by name; mounts may refer to no others. */
  readonly volumes: ReadonlyMap<string, Volume>
  readonly errors: FieldError[]
}

export function validateVolumes(volumes: readonly Volume[], path: string, rules: PodRules): VolumeChecks {
  const created = new Set(volumes.filter(({ ephemeral }) => ephemeral && rules.podName).map(({ name }) => `${rules.podName}-${name}`))
  const valid = new Map<string, Volume>()
  const errors: FieldError[] = []
  for (const [i, volume] of volumes.entries()) {
    const at = `${path}[${i}]`
    const own = [...validateSource(volume, at, rules), ...validateName(volume.name, valid, `${at}.name`)]
    if (own.length === 0) valid.set(volume.name, volume)
    errors.push(...own)
    const claim = volume.persistentVolumeClaim?.claimName
    if (claim !== undefined && created.has(claim)) {
      errors.push(invalid(`${at}.persistentVolumeClaim.claimName`, claim, 'must not reference a PVC that gets created for an ephemeral volume'))
    }
  }
  return { volumes: valid, errors }
}

function validateName(name: string | undefined, valid: ReadonlyMap<string, Volume>, path: string): FieldError[] {
  if (!name) return [required(path)]
  return [...invalidEach(path, name, isDNS1123Label(name)), ...(valid.has(name) ? [duplicate(path, name)] : [])]
}

interface SourceCheck {
  readonly field: string
  /** Where upstream says a second source stands, if not at the field itself. */
  readonly forbiddenField?: string
  readonly errors: FieldError[]
}

/** The first source in upstream's order is checked; every further one is one too many. */
function validateSource(volume: Volume, path: string, rules: PodRules): FieldError[] {
  const checks = sourceOrder.flatMap((field) => checkSource(field, volume, { path, rules }))
  if (checks.length === 0) return [required(path, 'must specify a volume type')]
  return checks.flatMap((check, i) =>
    i === 0 ? check.errors : [forbidden(`${path}.${check.forbiddenField ?? check.field}`, 'may not specify more than 1 volume type')],
  )
}

const sourceOrder = [
  'emptyDir', 'hostPath', 'gitRepo', 'gcePersistentDisk', 'awsElasticBlockStore', 'secret', 'nfs', 'iscsi', 'glusterfs', 'flocker',
  'persistentVolumeClaim', 'rbd', 'cinder', 'cephfs', 'quobyte', 'downwardAPI', 'fc', 'flexVolume', 'configMap', 'azureFile',
  'vsphereVolume', 'photonPersistentDisk', 'portworxVolume', 'azureDisk', 'storageos', 'projected', 'scaleIO', 'csi', 'ephemeral', 'image',
] as const

type SourceField = (typeof sourceOrder)[number]

const oddPaths: { readonly [field in SourceField]?: string } = { cephfs: 'cephFS', downwardAPI: 'downwarAPI' }

/** Where a volume stands, and in what. */
interface Place {
  readonly path: string
  readonly rules: PodRules
}

function checkSource(field: SourceField, volume: Volume, place: Place): SourceCheck[] {
  if (volume[field] === undefined) return []
  const forbiddenField = oddPaths[field]
  return [{ field, ...(forbiddenField === undefined ? {} : { forbiddenField }), errors: sourceErrors(field, volume, place) }]
}

function sourceErrors(field: SourceField, volume: Volume, place: Place): FieldError[] {
  const { path, rules } = place
  const at = `${path}.${field}`
  const { emptyDir, hostPath, secret, nfs, configMap, downwardAPI, projected, csi, ephemeral, image } = volume
  if (field === 'emptyDir') {
    const isNegative = emptyDir?.sizeLimit !== undefined && quantityOf(emptyDir.sizeLimit).nano < 0n
    return isNegative ? [forbidden(`${at}.sizeLimit`, 'SizeLimit field must be a valid resource quantity')] : []
  }
  if (field === 'hostPath' && hostPath) return validateHostPath(hostPath, at)
  if (field === 'secret' && secret) return [...needed(secret.secretName, `${at}.secretName`), ...validateItems(secret, at)]
  if (field === 'configMap' && configMap) return [...needed(configMap.name, `${at}.name`), ...validateItems(configMap, at)]
  if (field === 'nfs' && nfs) {
    const isAbsolute = (nfs.path ?? '').startsWith('/')
    const relative = isAbsolute ? [] : [invalid(`${at}.path`, nfs.path ?? '', 'must be an absolute path')]
    return [...needed(nfs.server, `${at}.server`), ...needed(nfs.path, `${at}.path`), ...relative]
  }
  if (field === 'persistentVolumeClaim') return needed(volume.persistentVolumeClaim?.claimName, `${at}.claimName`)
  if (field === 'downwardAPI' && downwardAPI) {
    return [...validateFileMode(downwardAPI.defaultMode, `${at}.defaultMode`), ...(downwardAPI.items ?? []).flatMap((file) => validateDownwardFile(file, at))]
  }
  if (field === 'projected' && projected) return validateProjected(projected, at)
  if (field === 'csi' && csi) return validateCsi(csi, at)
  if (field === 'ephemeral' && ephemeral) return validateEphemeral(ephemeral, volume.name, place)
  if (field === 'image' && image) {
    return [...(rules.isPod ? needed(image.reference, `${at}.reference`) : []), ...oneOf(`${at}.pullPolicy`, image.pullPolicy, ['Always', 'IfNotPresent', 'Never'])]
  }
  return legacySources[field]?.(volume, path) ?? []
}

const needed = (value: string | undefined, path: string): FieldError[] => (value ? [] : [required(path)])

const hostPathTypes = ['', 'BlockDevice', 'CharDevice', 'Directory', 'DirectoryOrCreate', 'File', 'FileOrCreate', 'Socket']

function validateHostPath(source: NonNullable<Volume['hostPath']>, path: string): FieldError[] {
  if (!source.path) return [required(`${path}.path`)]
  const type = source.type
  return [
    ...validatePathNoBacksteps(source.path, `${path}.path`),
    ...(type === undefined || hostPathTypes.includes(type) ? [] : [notSupported(`${path}.type`, type, hostPathTypes)]),
  ]
}

interface KeyedFiles {
  readonly defaultMode?: number
  readonly items?: readonly KeyToPath[]
}

type KeyToPath = NonNullable<NonNullable<Volume['configMap']>['items']>[number]

const validateItems = (source: KeyedFiles, path: string): FieldError[] => [
  ...validateFileMode(source.defaultMode, `${path}.defaultMode`),
  ...(source.items ?? []).flatMap((item, i) => validateKeyToPath(item, `${path}.items[${i}]`)),
]

const csiDriverMax = 63

function validateCsi(source: NonNullable<Volume['csi']>, path: string): FieldError[] {
  const driver = source.driver ?? ''
  const secret = source.nodePublishSecretRef
  return [
    ...validateCsiDriver(driver, `${path}.driver`),
    ...(secret === undefined ? [] : needed(secret.name, `${path}.nodePublishSecretRef.name`)),
  ]
}

function validateCsiDriver(driver: string, path: string): FieldError[] {
  if (driver === '') return [required(path)]
  const long = driver.length > csiDriverMax ? [tooLong(path, csiDriverMax)] : []
  return [...long, ...invalidEach(path, driver, isDNS1123Subdomain(driver.toLowerCase()))]
}

function validateEphemeral(source: NonNullable<Volume['ephemeral']>, name: string, { path, rules }: Place): FieldError[] {
  const template = source.volumeClaimTemplate
  const at = `${path}.ephemeral.volumeClaimTemplate`
  const claim = `${rules.podName}-${name}`
  const problems = rules.podName && name ? isDNS1123Subdomain(claim) : []
  return [
    ...(template === undefined ? [required(at)] : validateClaimTemplate(template, at)),
    ...problems.map((problem) => invalid(`${path}.name`, name, `PVC name ${JSON.stringify(claim)}: ${problem}`)),
  ]
}
