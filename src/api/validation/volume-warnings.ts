/** Files of a volume that lie on top of each other. Follows kubernetes v1.36 pkg/api/pod/warnings.go (warningsForOverlappingVirtualPaths). */
import type { Volume, VolumeProjection } from '../generated/types.ts'

interface PlacedFile {
  readonly path: string
  /** `ConfigMap "settings"`, in projected volumes only. */
  readonly source: string
}

export const volumePathWarnings = (volumes: readonly Volume[]): string[] =>
  volumes.flatMap((volume) => {
    const name = JSON.stringify(volume.name)
    const plain = (source: string, items: readonly { readonly path?: string }[] | undefined): string[] =>
      overlaps(filesOf(items, '')).map((overlap) => `volume ${name} (${source}): overlapping paths: ${overlap}`)
    return [
      ...plain(`ConfigMap ${JSON.stringify(volume.configMap?.name ?? '')}`, volume.configMap?.items),
      ...plain(`Secret ${JSON.stringify(volume.secret?.secretName ?? '')}`, volume.secret?.items),
      ...plain('DownwardAPI', volume.downwardAPI?.items),
      ...projectedWarnings(name, volume.projected?.sources ?? []),
    ]
  })

function projectedWarnings(name: string, sources: readonly VolumeProjection[]): string[] {
  const empty = sources.filter((source) => Object.keys(source).length === 0)
  return [
    ...empty.map(() => `volume ${name} (Projected) has no sources provided`),
    ...overlaps(sources.flatMap(projectionFiles)).map((overlap) => `volume ${name} (Projected): overlapping paths: ${overlap}`),
  ]
}

function projectionFiles({ configMap, secret, downwardAPI, serviceAccountToken }: VolumeProjection): PlacedFile[] {
  return [
    ...filesOf(configMap?.items, `ConfigMap ${JSON.stringify(configMap?.name ?? '')}`),
    ...filesOf(secret?.items, `Secret ${JSON.stringify(secret?.name ?? '')}`),
    ...filesOf(downwardAPI?.items, 'DownwardAPI'),
    ...(serviceAccountToken === undefined ? [] : filesOf([serviceAccountToken], 'ServiceAccountToken')),
  ]
}

const filesOf = (items: readonly { readonly path?: string }[] | undefined, source: string): PlacedFile[] =>
  (items ?? []).map(({ path }) => ({ path: (path ?? '').replace(/\/+$/, ''), source }))

/** A file overlaps another with the same path, or one that lies below it as if it were a folder. */
function overlaps(files: readonly PlacedFile[]): string[] {
  return files.flatMap((file, i) =>
    files
      .slice(0, i)
      .filter((other) => `${file.path}/`.startsWith(`${other.path}/`) || `${other.path}/`.startsWith(`${file.path}/`))
      .map((other) => `${print(file)} with ${print(other)}`),
  )
}

const print = ({ path, source }: PlacedFile): string => (source === '' ? JSON.stringify(path) : `${JSON.stringify(path)} (${source})`)
