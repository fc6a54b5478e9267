/**
 * Fields behind feature gates that are off by default in v1.36: the API server takes them and drops them without a word.
 * Follows kubernetes v1.36 pkg/api/pod/util.go (DropDisabledPodFields) and pkg/features/kube_features.go.
 */
import { fieldsAt, listAt, type Fields } from './draft.ts'

export function dropDisabledFields(spec: Fields | undefined): void {
  if (spec === undefined) return
  delete spec['schedulingGroup']
  for (const list of ['initContainers', 'containers', 'ephemeralContainers']) {
    for (const container of listAt(spec, list)) dropStopSignal(container)
  }
  for (const volume of listAt(spec, 'volumes')) {
    for (const source of listAt(fieldsAt(volume, 'projected'), 'sources')) {
      delete source['clusterTrustBundle']
      delete source['podCertificate']
    }
  }
}

/** The same in the template of a workload. */
export const dropDisabledTemplateFields = (workload: Fields): void =>
  dropDisabledFields(fieldsAt(fieldsAt(fieldsAt(workload, 'spec'), 'template'), 'spec'))

function dropStopSignal(container: Fields): void {
  const lifecycle = fieldsAt(container, 'lifecycle')
  if (lifecycle === undefined) return
  delete lifecycle['stopSignal']
  if (Object.keys(lifecycle).length === 0) delete container['lifecycle']
}
