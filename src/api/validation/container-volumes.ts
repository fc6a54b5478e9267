/** Volume mounts and block devices. Follows kubernetes v1.36 pkg/apis/core/validation/validation.go (ValidateVolumeMounts, ValidateVolumeDevices). */
import type { Container, Volume, VolumeMount } from '../generated/types.ts'
import { forbidden, invalid, notFound, notSupported, required, type FieldError } from '../meta/field-error.ts'
import { validateLocalDescendingPath } from './paths.ts'

type Volumes = ReadonlyMap<string, Volume>

export function validateVolumeMounts(container: Container, volumes: Volumes, path: string): FieldError[] {
  const devices = container.volumeDevices ?? []
  const mounts = container.volumeMounts ?? []
  return mounts.flatMap((mount, i) => {
    const at = `${path}[${i}]`
    const { name = '', mountPath = '' } = mount
    const isRepeated = mounts.slice(0, i).some((other) => (other.mountPath ?? '') === mountPath)
    return [
      ...(name === '' ? [required(`${at}.name`)] : []),
      ...(volumes.has(name) ? [] : [notFound(`${at}.name`, name)]),
      ...(mountPath === '' ? [required(`${at}.mountPath`)] : []),
      ...(isRepeated ? [invalid(`${at}.mountPath`, mountPath, 'must be unique')] : []),
      ...(devices.some((device) => (device.name ?? '') === name) ? [invalid(`${at}.name`, name, 'must not already exist in volumeDevices')] : []),
      ...(devices.some((device) => (device.devicePath ?? '') === mountPath)
        ? [invalid(`${at}.mountPath`, mountPath, 'must not already exist as a path in volumeDevices')]
        : []),
      ...validateSubPath(mount, path, at),
      ...validatePropagation(mount, container, path),
      ...validateRecursiveReadOnly(mount, `${path}.recursiveReadOnly`),
    ]
  })
}

/** Errors about the content of a subPath carry no index; that is upstream's way. */
function validateSubPath(mount: VolumeMount, path: string, at: string): FieldError[] {
  const { subPath, subPathExpr } = mount
  return [
    ...(subPath ? validateLocalDescendingPath(subPath, `${path}.subPath`) : []),
    ...(subPathExpr && subPath ? [invalid(`${at}.subPathExpr`, subPathExpr, 'subPathExpr and subPath are mutually exclusive')] : []),
    ...(subPathExpr ? validateLocalDescendingPath(subPathExpr, `${path}.subPathExpr`) : []),
  ]
}

function validatePropagation(mount: VolumeMount, container: Container, path: string): FieldError[] {
  const at = `${path}.mountPropagation`
  const mode = mount.mountPropagation
  if (mode === undefined) return []
  const modes = ['Bidirectional', 'HostToContainer', 'None']
  if (!modes.includes(mode)) return [notSupported(at, mode, modes)]
  if (mode !== 'Bidirectional' || container.securityContext?.privileged === true) return []
  return [forbidden(at, 'Bidirectional mount propagation is available only to privileged containers')]
}

function validateRecursiveReadOnly(mount: VolumeMount, path: string): FieldError[] {
  const mode = mount.recursiveReadOnly
  if (mode === undefined || mode === 'Disabled') return []
  if (mode !== 'Enabled' && mode !== 'IfPossible') return [notSupported(path, mode, ['Disabled', 'Enabled', 'IfPossible'])]
  const isPlain = mount.mountPropagation === undefined || mount.mountPropagation === 'None'
  return [
    ...(mount.readOnly === true ? [] : [forbidden(path, 'may only be specified when readOnly is true')]),
    ...(isPlain ? [] : [forbidden(path, 'may only be specified when mountPropagation is None or not specified')]),
  ]
}

export function validateVolumeDevices(container: Container, volumes: Volumes, path: string): FieldError[] {
  const mounts = container.volumeMounts ?? []
  const names = new Set<string>()
  const paths = new Set<string>()
  return (container.volumeDevices ?? []).flatMap(({ name = '', devicePath = '' }, i) => {
    const at = `${path}[${i}]`
    const climbs = devicePath.split('/').includes('..')
    const errors = [
      ...(name === '' ? [required(`${at}.name`)] : []),
      ...(names.has(name) ? [invalid(`${at}.name`, name, 'must be unique')] : []),
      ...validateDeviceVolume(name, volumes.get(name), at),
      ...(devicePath === '' ? [required(`${at}.devicePath`)] : []),
      ...(paths.has(devicePath) ? [invalid(`${at}.devicePath`, devicePath, 'must be unique')] : []),
      ...(climbs ? [invalid(`${at}.devicePath`, devicePath, "can not contain backsteps ('..')")] : []),
      ...(mounts.some((mount) => (mount.name ?? '') === name) ? [invalid(`${at}.name`, name, 'must not already exist in volumeMounts')] : []),
      ...(mounts.some((mount) => (mount.mountPath ?? '') === devicePath)
        ? [invalid(`${at}.devicePath`, devicePath, 'must not already exist as a path in volumeMounts')]
        : []),
    ]
    if (!climbs) paths.add(devicePath)
    if (name !== '') names.add(name)
    return errors
  })
}

function validateDeviceVolume(name: string, volume: Volume | undefined, path: string): FieldError[] {
  if (volume === undefined) return [notFound(`${path}.name`, name)]
  if (volume.persistentVolumeClaim !== undefined || volume.ephemeral !== undefined) return []
  return [invalid(`${path}.name`, name, 'can only use volume source type of PersistentVolumeClaim or Ephemeral for block mode')]
}
