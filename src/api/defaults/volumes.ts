/** Default values of volumes. Follows kubernetes v1.36 pkg/apis/core/v1/defaults.go (SetDefaults_*VolumeSource). */
import { fieldsAt, listAt, setDefault, setZeroDefault, textAt, type Fields } from './draft.ts'
import { defaultImagePullPolicy } from './image.ts'

/** 0644, as the API carries file modes. */
const fileMode = 0o644

const zeroDefaults: { readonly [source: string]: { readonly [field: string]: unknown } } = {
  iscsi: { iscsiInterface: 'default' },
  rbd: { pool: 'rbd', user: 'admin', keyring: '/etc/ceph/keyring' },
  scaleIO: { storageMode: 'ThinProvisioned', fsType: 'xfs' },
}

const pointerDefaults: { readonly [source: string]: { readonly [field: string]: unknown } } = {
  azureDisk: { cachingMode: 'ReadWrite', kind: 'Shared', fsType: 'ext4', readOnly: false },
  configMap: { defaultMode: fileMode },
  downwardAPI: { defaultMode: fileMode },
  hostPath: { type: '' },
  projected: { defaultMode: fileMode },
  secret: { defaultMode: fileMode },
}

export const defaultVolumes = (volumes: readonly Fields[]): void => volumes.forEach(defaultVolume)

function defaultVolume(volume: Fields): void {
  const sources = Object.keys(volume).filter((name) => name !== 'name' && volume[name] !== undefined && volume[name] !== null)
  if (sources.length === 0) volume['emptyDir'] = {}
  for (const name of sources) defaultSource(name, fieldsAt(volume, name))
}

function defaultSource(name: string, source: Fields | undefined): void {
  if (source === undefined) return
  for (const [field, value] of Object.entries(zeroDefaults[name] ?? {})) setZeroDefault(source, field, value)
  for (const [field, value] of Object.entries(pointerDefaults[name] ?? {})) setDefault(source, field, value)
  if (name === 'downwardAPI') defaultDownwardItems(source)
  if (name === 'projected') defaultProjected(source)
  if (name === 'ephemeral') defaultClaimTemplate(fieldsAt(source, 'volumeClaimTemplate'))
  if (name === 'image') defaultImagePullPolicy(source, 'pullPolicy', textAt(source, 'reference'))
}

/** The list of sources is always written, an empty one as null. */
function defaultProjected(source: Fields): void {
  for (const projection of listAt(source, 'sources')) defaultProjection(projection)
  if (listAt(source, 'sources').length === 0) source['sources'] = null
}

function defaultProjection(projection: Fields): void {
  const token = fieldsAt(projection, 'serviceAccountToken')
  if (token !== undefined) setDefault(token, 'expirationSeconds', 3600)
  const downward = fieldsAt(projection, 'downwardAPI')
  if (downward !== undefined) defaultDownwardItems(downward)
}

function defaultDownwardItems(source: Fields): void {
  for (const item of listAt(source, 'items')) {
    const field = fieldsAt(item, 'fieldRef')
    if (field !== undefined) setZeroDefault(field, 'apiVersion', 'v1')
    const resource = fieldsAt(item, 'resourceFieldRef')
    if (resource !== undefined) setDefault(resource, 'divisor', '0')
  }
}

function defaultClaimTemplate(template: Fields | undefined): void {
  if (template === undefined) return
  setDefault(template, 'metadata', {})
  const spec = fieldsAt(template, 'spec')
  if (spec === undefined) return
  setDefault(spec, 'volumeMode', 'Filesystem')
  setDefault(spec, 'resources', {})
}
