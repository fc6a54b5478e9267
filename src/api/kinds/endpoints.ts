/** Endpoints, the older form of EndpointSlices. Follows kubernetes v1.36 pkg/registry/core/endpoint and pkg/apis/core/validation. */
import { listAt, setZeroDefault } from '../defaults/draft.ts'
import type { Endpoints } from '../generated/types.ts'
import { validateEndpoints } from '../validation/endpoints.ts'
import { nameIsDNSSubdomain } from '../validation/names.ts'
import { validateObjectMetaUpdate } from '../validation/object-meta.ts'
import { ageColumn, column, nameColumn } from './columns.ts'
import type { Draft, Kind } from './kind.ts'

export const endpointsKind: Kind<Endpoints> = {
  group: '',
  version: 'v1',
  kind: 'Endpoints',
  plural: 'endpoints',
  singular: 'endpoints',
  shortNames: ['ep'],
  categories: [],
  namespaced: true,
  generation: false,
  subresources: [],
  createsOnUpdate: true,
  applyDefaults,
  validateName: nameIsDNSSubdomain,
  validate: validateEndpoints,
  validateUpdate: (object, old) => [...validateObjectMetaUpdate(object, old), ...validateEndpoints(object)],
  deprecation: 'v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice',
  columns: [
    nameColumn,
    column('Endpoints', (object) => endpointsCell(object), {
      description:
        'The set of all endpoints is the union of all subsets. Addresses are placed into subsets according to the IPs they share. A single address with multiple ports, some of which are ready and some of which are not (because they come from different containers) will result in the address being displayed in different subsets for the different ports. No address will appear in both Addresses and NotReadyAddresses in the same subset. Sets of addresses and ports that comprise a service.',
    }),
    ageColumn,
  ],
  row: (object) => ({
    health: 'none',
    phase: '',
    ready: (object.subsets ?? []).reduce((sum, { addresses }) => sum + (addresses ?? []).length, 0),
  }),
}

function applyDefaults(draft: Draft): void {
  for (const subset of listAt(draft, 'subsets')) {
    for (const port of listAt(subset, 'ports')) setZeroDefault(port, 'protocol', 'TCP')
  }
}

/** Three addresses at most, then how many more there are. Subsets without ports show bare addresses. */
function endpointsCell(object: Endpoints): string {
  const all = (object.subsets ?? []).flatMap(({ addresses, ports }) => {
    const targets = (ports ?? []).map(({ port }) => `:${port}`)
    return (targets.length === 0 ? [''] : targets).flatMap((port) =>
      (addresses ?? []).map(({ ip }) => `${ip.includes(':') && port !== '' ? `[${ip}]` : ip}${port}`),
    )
  })
  if (all.length === 0) return '<none>'
  const shown = all.slice(0, 3).join(',')
  return all.length > 3 ? `${shown} + ${all.length - 3} more...` : shown
}
