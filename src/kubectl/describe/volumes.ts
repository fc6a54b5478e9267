/** Volumes as `describe` tells of them. Follows kubernetes v1.36 kubectl/pkg/describe/describe.go (describeVolumes). */
import type { Volume, VolumeProjection } from '../../api/generated/types.ts'
import { at } from './containers.ts'

export function describeVolumes(volumes: readonly Volume[], space: string): string[] {
  if (volumes.length === 0) return [`${space}Volumes:\t<none>`]
  const name = space === '' ? '' : ' '
  return [`${space}Volumes:`, ...volumes.flatMap((volume) => [...at(1, `${name}${volume.name}:`), ...at(2, ...sourceOf(volume))])]
}

function sourceOf({ hostPath, emptyDir, secret, configMap, persistentVolumeClaim: claim, projected, downwardAPI }: Volume): string[] {
  if (hostPath) return ['Type:\tHostPath (bare host directory volume)', `Path:\t${hostPath.path}`, `HostPathType:\t${hostPath.type ?? ''}`]
  if (emptyDir) return ["Type:\tEmptyDir (a temporary directory that shares a pod's lifetime)", `Medium:\t${emptyDir.medium ?? ''}`, `SizeLimit:\t${String(emptyDir.sizeLimit ?? '<unset>')}`]
  if (secret) return ['Type:\tSecret (a volume populated by a Secret)', `SecretName:\t${secret.secretName ?? ''}`, `Optional:\t${secret.optional ?? false}`]
  if (configMap) return ['Type:\tConfigMap (a volume populated by a ConfigMap)', `Name:\t${configMap.name ?? ''}`, `Optional:\t${configMap.optional ?? false}`]
  if (claim) return ['Type:\tPersistentVolumeClaim (a reference to a PersistentVolumeClaim in the same namespace)', `ClaimName:\t${claim.claimName}`, `ReadOnly:\t${claim.readOnly ?? false}`]
  if (projected) return ['Type:\tProjected (a volume that contains injected data from multiple sources)', ...(projected.sources ?? []).flatMap(projection)]
  if (downwardAPI) return ['Type:\tDownwardAPI (a volume populated by information about the pod)', 'Items:', ...at(1, ...(downwardAPI.items ?? []).map(({ path, fieldRef, resourceFieldRef }) => `${fieldRef?.fieldPath ?? resourceFieldRef?.resource ?? ''} -> ${path}`))]
  return ['<unknown>']
}

function projection({ secret, downwardAPI, configMap, serviceAccountToken: token }: VolumeProjection): string[] {
  if (secret) return [`SecretName:\t${secret.name ?? ''}`, `Optional:\t${secret.optional ?? false}`]
  if (downwardAPI) return ['DownwardAPI:\ttrue']
  if (configMap) return [`ConfigMapName:\t${configMap.name ?? ''}`, `Optional:\t${configMap.optional ?? false}`]
  return token ? [`TokenExpirationSeconds:\t${token.expirationSeconds ?? 0}`] : []
}
