/**
 * Deployment. Follows kubernetes v1.36 pkg/registry/apps/deployment, pkg/apis/apps/v1/defaults.go,
 * pkg/apis/apps/validation and pkg/printers/internalversion.
 */
import { dropDisabledTemplateFields } from '../defaults/disabled-fields.ts'
import { keepFrom } from '../defaults/draft.ts'
import { defaultDeployment } from '../defaults/workloads.ts'
import type { Deployment } from '../generated/types.ts'
import { nameIsDNSSubdomain } from '../validation/names.ts'
import { workloadWarnings } from '../validation/pod-warnings.ts'
import { validateDeployment, validateDeploymentStatusUpdate, validateDeploymentUpdate } from '../validation/workloads.ts'
import { ageColumn, appOf, column, nameColumn } from './columns.ts'
import type { Health, Kind } from './kind.ts'
import { images, selectorText, templateColumns, templateReferences } from './workload-cells.ts'

export const deploymentKind: Kind<Deployment> = {
  group: 'apps',
  version: 'v1',
  kind: 'Deployment',
  plural: 'deployments',
  singular: 'deployment',
  shortNames: ['deploy'],
  categories: ['all'],
  namespaced: true,
  generation: true,
  generationCounts: 'annotations',
  subresources: ['status', 'scale'],
  applyDefaults: defaultDeployment,
  onlySpecHasDefaults: true,
  prepareForCreate(draft) {
    draft['status'] = {}
    dropDisabledTemplateFields(draft)
  },
  prepareForUpdate(draft, old) {
    keepFrom(draft, old, 'status')
    dropDisabledTemplateFields(draft)
  },
  prepareForStatusUpdate(draft, old) {
    draft.metadata['labels'] = old.metadata.labels
  },
  validateName: nameIsDNSSubdomain,
  validate: validateDeployment,
  validateUpdate: validateDeploymentUpdate,
  validateStatusUpdate: validateDeploymentStatusUpdate,
  warnings: (object) => workloadWarnings(object.metadata, object.spec.template),
  columns: [
    nameColumn,
    column('Ready', (object) => `${object.status?.readyReplicas ?? 0}/${object.spec.replicas ?? 0}`, {
      description: 'Number of the pod with ready state',
    }),
    column('Up-to-date', (object) => object.status?.updatedReplicas ?? 0, {
      description: 'Total number of non-terminating pods targeted by this deployment that have the desired template spec.',
    }),
    column('Available', (object) => object.status?.availableReplicas ?? 0, {
      description:
        'Total number of available non-terminating pods (ready for at least minReadySeconds) targeted by this deployment.',
    }),
    ageColumn,
    ...templateColumns,
    column('Selector', (object) => selectorText(object.spec.selector), {
      wide: true,
      description: 'Label selector for pods. Existing ReplicaSets whose pods are selected by this will be the ones affected by this deployment.',
    }),
  ],
  references: (object) => templateReferences(object.metadata.namespace ?? '', object.spec.template),
  row: (object) => ({
    health: deploymentHealth(object),
    phase: deploymentPhase(object),
    ...appOf(object.metadata),
    ready: object.status?.readyReplicas ?? 0,
    desired: object.spec.replicas ?? 0,
    detail: {
      replicas: object.status?.replicas ?? 0,
      updated: object.status?.updatedReplicas ?? 0,
      available: object.status?.availableReplicas ?? 0,
      unavailable: object.status?.unavailableReplicas ?? 0,
      revision: object.metadata.annotations?.['deployment.kubernetes.io/revision'] ?? '',
      strategy: object.spec.strategy?.type ?? '',
      paused: object.spec.paused === true,
      images: images(object.spec.template),
    },
  }),
  scale: {
    specReplicas: (object) => object.spec.replicas ?? 0,
    statusReplicas: (object) => object.status?.replicas ?? 0,
    selector: (object) => selectorText(object.spec.selector),
  },
}

/** What `kubectl rollout status` would say, in one word. */
function deploymentPhase(object: Deployment): string {
  if (hasCondition(object, 'Progressing', 'False')) return 'ProgressDeadlineExceeded'
  if (hasCondition(object, 'ReplicaFailure', 'True')) return 'ReplicaFailure'
  if (object.spec.paused === true) return 'Paused'
  return isComplete(object) ? 'Complete' : 'Progressing'
}

function deploymentHealth(object: Deployment): Health {
  if (object.metadata.deletionTimestamp !== undefined) return 'terminating'
  if (hasCondition(object, 'Progressing', 'False') || hasCondition(object, 'ReplicaFailure', 'True')) return 'error'
  if (isComplete(object)) return 'ok'
  return (object.status?.availableReplicas ?? 0) === 0 ? 'pending' : 'warn'
}

function isComplete({ metadata, spec, status }: Deployment): boolean {
  const desired = spec.replicas ?? 0
  const counts = [status?.updatedReplicas ?? 0, status?.replicas ?? 0, status?.availableReplicas ?? 0]
  return counts.every((count) => count === desired) && (status?.observedGeneration ?? 0) >= (metadata.generation ?? 0)
}

const hasCondition = (object: Deployment, type: string, status: string): boolean =>
  (object.status?.conditions ?? []).some((condition) => condition.type === type && condition.status === status)
