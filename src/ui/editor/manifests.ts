/** The manifest of an object among the person's files, and the way there. */
import { useMemo } from 'react'
import { create } from 'zustand'
import { lineage } from '../../view/pointed.ts'
import type { ObjectKey } from '../../worker/protocol.ts'
import { useCluster, useView } from '../store.ts'
import { closeComparison } from './comparison.ts'
import { openFile, useFiles } from './files.ts'
import { findManifest, type ManifestPlace } from './find-manifest.ts'

/** A place that a person asked to be shown; the editor goes there once. */
export const useAskedPlace = create<{ readonly place: ManifestPlace | null }>(() => ({ place: null }))

export function showManifest(place: ManifestPlace): void {
  openFile(place.file)
  closeComparison()
  useAskedPlace.setState({ place })
  useView.setState({ narrowTab: 'editor' })
}

/** '' has none. */
export function useManifest(object: ObjectKey): ManifestPlace | undefined {
  const files = useFiles((state) => state.files)
  const open = useFiles((state) => state.open)
  const kinds = useCluster(({ boot }) => boot?.kinds)
  const keys = useCluster(({ world }) => {
    const row = world.byKey.get(object)
    return row ? lineage(world, row).map(({ key }) => key).join(' ') : object
  })
  return useMemo(() => (kinds && keys !== '' ? findManifest(keys.split(' '), { files, open }, kinds) : undefined), [kinds, keys, files, open])
}
