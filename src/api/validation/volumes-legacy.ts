/**
 * Volume sources of named storage systems. Pods may still carry them, so they are still checked.
 * Follows kubernetes v1.36 pkg/apis/core/validation/validation.go.
 */
import type { Volume } from '../generated/types.ts'
import { invalid, notSupported, required, type FieldError } from '../meta/field-error.ts'
import { rangeMessage } from './names.ts'
import { validateLocalDescendingPath } from './paths.ts'

type Check = (volume: Volume, path: string) => FieldError[]

const needed = (value: string | undefined, path: string): FieldError[] => (value ? [] : [required(path)])

const neededList = (values: readonly unknown[] | undefined, path: string): FieldError[] => ((values ?? []).length > 0 ? [] : [required(path)])

const validatePartition = (partition: number | undefined, path: string): FieldError[] =>
  partition !== undefined && (partition < 0 || partition > 255) ? [invalid(path, partition, rangeMessage(1, 255))] : []

const validateLun = (lun: number | undefined, path: string): FieldError[] =>
  lun !== undefined && (lun < 0 || lun > 255) ? [invalid(path, lun, rangeMessage(0, 255))] : []

/** By the volume's field. What is missing here is checked no further than its structure. */
export const legacySources: { readonly [field: string]: Check } = {
  gitRepo: ({ gitRepo }, path) => [
    ...needed(gitRepo?.repository, `${path}.gitRepo.repository`),
    ...validateLocalDescendingPath(gitRepo?.directory ?? '', `${path}.gitRepo.directory`),
  ],
  // Upstream says persistentDisk where the field is gcePersistentDisk.
  gcePersistentDisk: ({ gcePersistentDisk: disk }, path) => [
    ...needed(disk?.pdName, `${path}.persistentDisk.pdName`),
    ...validatePartition(disk?.partition, `${path}.persistentDisk.partition`),
  ],
  awsElasticBlockStore: ({ awsElasticBlockStore: disk }, path) => [
    ...needed(disk?.volumeID, `${path}.awsElasticBlockStore.volumeID`),
    ...validatePartition(disk?.partition, `${path}.awsElasticBlockStore.partition`),
  ],
  iscsi: validateIscsi,
  glusterfs: ({ glusterfs }, path) => [
    ...needed(glusterfs?.endpoints, `${path}.glusterfs.endpoints`),
    ...needed(glusterfs?.path, `${path}.glusterfs.path`),
  ],
  flocker: validateFlocker,
  rbd: ({ rbd }, path) => [...neededList(rbd?.monitors, `${path}.rbd.monitors`), ...needed(rbd?.image, `${path}.rbd.image`)],
  cinder: ({ cinder }, path) => [
    ...needed(cinder?.volumeID, `${path}.cinder.volumeID`),
    ...(cinder?.secretRef === undefined ? [] : needed(cinder.secretRef.name, `${path}.cinder.secretRef.name`)),
  ],
  cephfs: ({ cephfs }, path) => neededList(cephfs?.monitors, `${path}.cephfs.monitors`),
  quobyte: validateQuobyte,
  fc: validateFibreChannel,
  flexVolume: validateFlex,
  azureFile: ({ azureFile }, path) => [
    ...needed(azureFile?.secretName, `${path}.azureFile.secretName`),
    ...needed(azureFile?.shareName, `${path}.azureFile.shareName`),
  ],
  vsphereVolume: ({ vsphereVolume }, path) => needed(vsphereVolume?.volumePath, `${path}.vsphereVolume.volumePath`),
  photonPersistentDisk: ({ photonPersistentDisk: disk }, path) => needed(disk?.pdID, `${path}.photonPersistentDisk.pdID`),
  portworxVolume: ({ portworxVolume }, path) => needed(portworxVolume?.volumeID, `${path}.portworxVolume.volumeID`),
  azureDisk: validateAzureDisk,
  storageos: ({ storageos }, path) => [
    ...needed(storageos?.volumeName, `${path}.storageos.volumeName`),
    ...(storageos?.secretRef === undefined ? [] : needed(storageos.secretRef.name, `${path}.storageos.secretRef.name`)),
  ],
  scaleIO: ({ scaleIO }, path) => [
    ...needed(scaleIO?.gateway, `${path}.scaleIO.gateway`),
    ...needed(scaleIO?.system, `${path}.scaleIO.system`),
    ...needed(scaleIO?.volumeName, `${path}.scaleIO.volumeName`),
  ],
}

const initiatorPatterns: { readonly [prefix: string]: RegExp } = {
  iqn: /iqn\.\d{4}-\d{2}\.([a-zA-Z0-9\-.]+)(:[^,;*&$|\s]+)$/,
  eui: /^eui.[a-zA-Z0-9]{16}$/,
  naa: /^naa.[a-zA-Z0-9]{32}$/,
}

function validateInitiator(name: string, path: string): FieldError[] {
  const pattern = initiatorPatterns[name.slice(0, 3)]
  if (pattern === undefined) return [invalid(path, name, 'must be valid format starting with iqn, eui, or naa')]
  return pattern.test(name) ? [] : [invalid(path, name, 'must be valid format')]
}

function validateIscsi({ iscsi, name }: Volume, path: string): FieldError[] {
  if (iscsi === undefined) return []
  const at = `${path}.iscsi`
  const needsSecret = iscsi.chapAuthDiscovery === true || iscsi.chapAuthSession === true
  const isLong = iscsi.initiatorName !== undefined && `${name}:${iscsi.targetPortal}`.length > 64
  return [
    ...needed(iscsi.targetPortal, `${at}.targetPortal`),
    ...(iscsi.iqn ? validateInitiator(iscsi.iqn, `${at}.iqn`) : [required(`${at}.iqn`)]),
    ...validateLun(iscsi.lun, `${at}.lun`),
    ...(needsSecret && iscsi.secretRef === undefined ? [required(`${at}.secretRef`)] : []),
    ...(iscsi.initiatorName === undefined ? [] : validateInitiator(iscsi.initiatorName, `${at}.initiatorname`)),
    ...(isLong
      ? [invalid(`${path}.name`, name, 'Total length of <volume name>:<iscsi.targetPortal> must be under 64 characters if iscsi.initiatorName is specified.')]
      : []),
  ]
}

function validateFlocker({ flocker }: Volume, path: string): FieldError[] {
  const { datasetName, datasetUUID } = flocker ?? {}
  const at = `${path}.flocker`
  return [
    ...(datasetName || datasetUUID ? [] : [required(at, 'one of datasetName and datasetUUID is required')]),
    ...(datasetName && datasetUUID ? [invalid(at, 'resource', 'datasetName and datasetUUID can not be specified simultaneously')] : []),
    ...(datasetName?.includes('/') ? [invalid(`${at}.datasetName`, datasetName, "must not contain '/'")] : []),
  ]
}

function validateQuobyte({ quobyte }: Volume, path: string): FieldError[] {
  const at = `${path}.quobyte`
  return [...validateQuobyteRegistry(quobyte?.registry ?? '', quobyte?.tenant ?? '', at), ...needed(quobyte?.volume, `${at}.volume`)]
}

function validateQuobyteRegistry(registry: string, tenant: string, path: string): FieldError[] {
  const detail = 'must be a host:port pair or multiple pairs separated by commas'
  if (registry === '') return [required(`${path}.registry`, detail)]
  if (tenant.length >= 65) return [required(`${path}.tenant`, 'must be a UUID and may not exceed a length of 64 characters')]
  const isPair = (pair: string): boolean => /^(\[[^\]]*\]|[^:[\]]*):[^:]*$/.test(pair)
  return registry.split(',').flatMap((pair) => (isPair(pair) ? [] : [invalid(`${path}.registry`, registry, detail)]))
}

function validateFibreChannel({ fc }: Volume, path: string): FieldError[] {
  const at = `${path}.fc`
  const targets = fc?.targetWWNs ?? []
  const ids = fc?.wwids ?? []
  const errors: FieldError[] = []
  if (targets.length === 0 && ids.length === 0) errors.push(required(`${at}.targetWWNs`, 'must specify either targetWWNs or wwids, but not both'))
  if (targets.length > 0 && ids.length > 0) {
    errors.push(invalid(`${at}.targetWWNs`, targets, 'targetWWNs and wwids can not be specified simultaneously'))
  }
  if (targets.length === 0) return errors
  if (fc?.lun === undefined) return [...errors, required(`${at}.lun`, 'lun is required if targetWWNs is specified')]
  return [...errors, ...validateLun(fc.lun, `${at}.lun`)]
}

function validateFlex({ flexVolume }: Volume, path: string): FieldError[] {
  const at = `${path}.flexVolume`
  const reserved = Object.keys(flexVolume?.options ?? {}).filter((key) => {
    const namespace = `.${(key.split('/')[0] ?? '').toLowerCase()}`
    return namespace.endsWith('.kubernetes.io') || namespace.endsWith('.k8s.io')
  })
  return [
    ...needed(flexVolume?.driver, `${at}.driver`),
    ...reserved.map((key) => invalid(`${at}.options[${key}]`, key, 'kubernetes.io and k8s.io namespaces are reserved')),
  ]
}

const managedUri = '/subscriptions/{sub-id}/resourcegroups/{group-name}/providers/microsoft.compute/disks/{disk-id}'
const blobUri = 'https://{account-name}.blob.core.windows.net/{container-name}/{disk-name}.vhd'

function validateAzureDisk({ azureDisk: disk }: Volume, path: string): FieldError[] {
  const at = `${path}.azureDisk`
  const uri = disk?.diskURI ?? ''
  const kind = disk?.kind
  const oneOf = (value: string | undefined, supported: readonly string[], field: string): FieldError[] =>
    value === undefined || supported.includes(value) ? [] : [notSupported(`${at}.${field}`, value, supported)]
  const isManaged = kind === 'Managed'
  return [
    ...needed(disk?.diskName, `${at}.diskName`),
    ...needed(disk?.diskURI, `${at}.diskURI`),
    ...oneOf(disk?.cachingMode, ['None', 'ReadOnly', 'ReadWrite'], 'cachingMode'),
    ...oneOf(kind, ['Dedicated', 'Managed', 'Shared'], 'kind'),
    ...(isManaged && !uri.startsWith('/subscriptions/') ? [notSupported(`${at}.diskURI`, uri, [managedUri])] : []),
    ...(kind !== undefined && !isManaged && !uri.startsWith('https://') ? [notSupported(`${at}.diskURI`, uri, [blobUri])] : []),
  ]
}
