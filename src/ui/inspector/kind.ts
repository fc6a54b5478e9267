/** What the catalogue says of a kind, and where the API has an object of it. */
import { partsOfKey } from '../../view/world.ts'
import type { CatalogueKind, ObjectKey } from '../../worker/protocol.ts'
import { useCluster } from '../store.ts'

export function useKind(object: ObjectKey): CatalogueKind | undefined {
  const { resource } = partsOfKey(object)
  return useCluster(({ boot }) => boot?.kinds.find((kind) => kind.resource === resource))
}

/** `/apis/apps/v1/namespaces/NS/deployments/NAME`. */
export function pathOf({ group, version, plural }: CatalogueKind, object: ObjectKey): string {
  const { namespace, name } = partsOfKey(object)
  const root = group === '' ? `/api/${version}` : `/apis/${group}/${version}`
  const within = namespace === '' ? '' : `/namespaces/${encodeURIComponent(namespace)}`
  return `${root}${within}/${plural}/${encodeURIComponent(name)}`
}
