/**
 * ReplicaSet. Follows kubernetes v1.36 pkg/registry/apps/replicaset, pkg/apis/apps/v1/defaults.go,
 * pkg/apis/apps/validation and pkg/printers/internalversion.
 */
import { dropDisabledTemplateFields } from '../defaults/disabled-fields.ts'
import { keepFrom } from '../defaults/draft.ts'
import { defaultReplicaSet } from '../defaults/workloads.ts'
import type { ReplicaSet } from '../generated/types.ts'
import { nameIsDNSSubdomain } from '../validation/names.ts'
import { workloadWarnings } from '../validation/pod-warnings.ts'
import { validateReplicaSet, validateReplicaSetStatusUpdate, validateReplicaSetUpdate } from '../validation/workloads.ts'
import { ageColumn, appOf, column, nameColumn } from './columns.ts'
import type { Health, Kind } from './kind.ts'
import { images, selectorText, templateColumns, templateReferences } from './workload-cells.ts'

export const replicaSetKind: Kind<ReplicaSet> = {
  group: 'apps',
  version: 'v1',
  kind: 'ReplicaSet',
  plural: 'replicasets',
  singular: 'replicaset',
  shortNames: ['rs'],
  categories: ['all'],
  namespaced: true,
  generation: true,
  subresources: ['status', 'scale'],
  applyDefaults: defaultReplicaSet,
  onlySpecHasDefaults: true,
  prepareForCreate(draft) {
    draft['status'] = { replicas: 0 }
    dropDisabledTemplateFields(draft)
  },
  prepareForUpdate(draft, old) {
    keepFrom(draft, old, 'status')
    dropDisabledTemplateFields(draft)
  },
  validateName: nameIsDNSSubdomain,
  validate: validateReplicaSet,
  validateUpdate: validateReplicaSetUpdate,
  validateStatusUpdate: validateReplicaSetStatusUpdate,
  warnings: (object) => workloadWarnings(object.metadata, object.spec.template),
  selectableFields: (object) => ({ 'status.replicas': String(object.status?.replicas ?? 0) }),
  columns: [
    nameColumn,
    column('Desired', (object) => object.spec.replicas ?? 0, {
      type: 'integer',
      description:
        'Replicas is the number of desired pods. This is a pointer to distinguish between explicit zero and unspecified. Defaults to 1. More info: https://kubernetes.io/docs/concepts/workloads/controllers/replicaset',
    }),
    column('Current', (object) => object.status?.replicas ?? 0, {
      type: 'integer',
      description:
        'Replicas is the most recently observed number of non-terminating pods. More info: https://kubernetes.io/docs/concepts/workloads/controllers/replicaset',
    }),
    column('Ready', (object) => object.status?.readyReplicas ?? 0, {
      type: 'integer',
      description: 'The number of non-terminating pods targeted by this ReplicaSet with a Ready Condition.',
    }),
    ageColumn,
    ...templateColumns,
    column('Selector', (object) => selectorText(object.spec.selector), {
      wide: true,
      description:
        'Selector is a label query over pods that should match the replica count. Label keys and values that must match in order to be controlled by this replica set. It must match the pod template\'s labels. More info: https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#label-selectors',
    }),
  ],
  references: (object) => templateReferences(object.metadata.namespace ?? '', object.spec.template),
  row: (object) => ({
    health: replicaSetHealth(object),
    phase: `${object.status?.readyReplicas ?? 0}/${object.spec.replicas ?? 0}`,
    ...appOf(object.metadata),
    ready: object.status?.readyReplicas ?? 0,
    desired: object.spec.replicas ?? 0,
    detail: {
      replicas: object.status?.replicas ?? 0,
      available: object.status?.availableReplicas ?? 0,
      revision: object.metadata.annotations?.['deployment.kubernetes.io/revision'] ?? '',
      images: images(object.spec.template),
    },
  }),
  scale: {
    specReplicas: (object) => object.spec.replicas ?? 0,
    statusReplicas: (object) => object.status?.replicas ?? 0,
    selector: (object) => selectorText(object.spec.selector),
  },
}

function replicaSetHealth(object: ReplicaSet): Health {
  if (object.metadata.deletionTimestamp !== undefined) return 'terminating'
  const failed = (object.status?.conditions ?? []).some(({ type, status }) => type === 'ReplicaFailure' && status === 'True')
  if (failed) return 'error'
  const desired = object.spec.replicas ?? 0
  const ready = object.status?.readyReplicas ?? 0
  if (desired === 0 && (object.status?.replicas ?? 0) === 0) return 'none'
  if (ready === desired && object.status?.replicas === desired) return 'ok'
  return ready === 0 ? 'pending' : 'warn'
}
