/**
 * Pod. Follows kubernetes v1.36 pkg/registry/core/pod/strategy.go, pkg/apis/core/validation and
 * pkg/printers/internalversion. The subresources `ephemeralcontainers` and `resize` do not exist here.
 */
import { defaultPod } from '../defaults/pod.ts'
import { ensureFields, keepFrom, listAt, setDefault, setZeroDefault } from '../defaults/draft.ts'
import { preparePod } from '../defaults/pod-create.ts'
import type { Pod } from '../generated/types.ts'
import { nameIsDNSSubdomain } from '../validation/names.ts'
import { validatePod, validatePodUpdate } from '../validation/pod.ts'
import { validatePodStatusUpdate } from '../validation/pod-status.ts'
import { podWarnings } from '../validation/pod-warnings.ts'
import { ageColumn, column, nameColumn } from './columns.ts'
import type { Draft, Kind } from './kind.ts'
import { podReferences, podRow } from './pod-facts.ts'
import { isTerminal, restartsCell, summarizePod } from './pod-status.ts'

export const podKind: Kind<Pod> = {
  group: '',
  version: 'v1',
  kind: 'Pod',
  plural: 'pods',
  singular: 'pod',
  shortNames: ['po'],
  categories: ['all'],
  namespaced: true,
  generation: true,
  subresources: ['status', 'binding', 'eviction', 'log'],
  returnsDeleted: true,
  gracePeriodSeconds,
  applyDefaults: defaultPod,
  onlySpecHasDefaults: true,
  prepareForCreate: preparePod,
  prepareForUpdate: (draft, old) => keepFrom(draft, old, 'status'),
  prepareForStatusUpdate: keepPodStatus,
  validateName: nameIsDNSSubdomain,
  validate: validatePod,
  validateUpdate: validatePodUpdate,
  validateStatusUpdate: validatePodStatusUpdate,
  warnings: podWarnings,
  selectableFields: (pod) => ({
    'spec.nodeName': pod.spec?.nodeName ?? '',
    'spec.restartPolicy': pod.spec?.restartPolicy ?? '',
    'spec.schedulerName': pod.spec?.schedulerName ?? '',
    'spec.serviceAccountName': pod.spec?.serviceAccountName ?? '',
    'spec.hostNetwork': String(pod.spec?.hostNetwork ?? false),
    'status.phase': pod.status?.phase ?? '',
    'status.podIP': pod.status?.podIP ?? '',
    'status.nominatedNodeName': pod.status?.nominatedNodeName ?? '',
  }),
  columns: [
    nameColumn,
    column('Ready', (pod) => readyCell(pod), {
      description: 'The aggregate readiness state of this pod for accepting traffic.',
    }),
    column('Status', (pod) => summarizePod(pod).status, {
      description: 'The aggregate status of the containers in this pod.',
    }),
    column('Restarts', (pod, now) => restartsCell(summarizePod(pod), now), {
      description:
        'The number of times the containers in this pod have been restarted and when the last container in this pod has restarted.',
    }),
    ageColumn,
    column('IP', (pod) => pod.status?.podIP || '<none>', {
      wide: true,
      description:
        'podIP address allocated to the pod. Routable at least within the cluster. Empty if not yet allocated.',
    }),
    column('Node', (pod) => pod.spec?.nodeName || '<none>', {
      wide: true,
      description:
        'NodeName indicates in which node this pod is scheduled. If empty, this pod is a candidate for scheduling by the scheduler defined in schedulerName. Once this field is set, the kubelet for this node becomes responsible for the lifecycle of this pod. This field should not be used to express a desire for the pod to be scheduled on a specific node. https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/#nodename',
    }),
    column('Nominated Node', (pod) => pod.status?.nominatedNodeName || '<none>', {
      wide: true,
      description:
        'nominatedNodeName is set only when this pod preempts other pods on the node, but it cannot be scheduled right away as preemption victims receive their graceful termination periods. This field does not guarantee that the pod will be scheduled on this node. Scheduler may decide to place the pod elsewhere if other nodes become available sooner. Scheduler may also decide to give the resources on this node to a higher priority pod that is created after preemption. As a result, this field may be different than PodSpec.nodeName when the pod is scheduled.',
    }),
    column('Readiness Gates', (pod) => readinessGatesCell(pod), {
      wide: true,
      description:
        'If specified, all readiness gates will be evaluated for pod readiness. A pod is ready when all its containers are ready AND all conditions specified in the readiness gates have status equal to "True" More info: https://git.k8s.io/enhancements/keps/sig-network/580-pod-readiness-gates',
    }),
  ],
  references: podReferences,
  row: podRow,
}

/** Pods that are on no node, or are over, go at once. */
/** Old kubelets leave out the QoS class and observedGeneration, and must not touch owners. */
function keepPodStatus(draft: Draft, old: Pod): void {
  draft.metadata['ownerReferences'] = old.metadata.ownerReferences
  const status = ensureFields(draft, 'status')
  const { qosClass, observedGeneration } = old.status ?? {}
  if (qosClass) setZeroDefault(status, 'qosClass', qosClass)
  if (observedGeneration) setDefault(status, 'observedGeneration', observedGeneration)
  const left = [...(old.status?.conditions ?? [])]
  for (const condition of listAt(status, 'conditions')) {
    const at = left.findIndex(({ type }) => type === condition['type'])
    const [before] = at < 0 ? [] : left.splice(at, 1)
    if (before?.observedGeneration) setDefault(condition, 'observedGeneration', before.observedGeneration)
  }
}

function gracePeriodSeconds(pod: Pod): number {
  if (!pod.spec?.nodeName || isTerminal(pod)) return 0
  const seconds = pod.spec.terminationGracePeriodSeconds ?? 30
  return seconds < 0 ? 1 : seconds
}

function readyCell(pod: Pod): string {
  const { ready, containers } = summarizePod(pod)
  return `${ready}/${containers}`
}

function readinessGatesCell(pod: Pod): string {
  const gates = pod.spec?.readinessGates ?? []
  if (gates.length === 0) return '<none>'
  const isTrue = (type: string): boolean =>
    (pod.status?.conditions ?? []).some((condition) => condition.type === type && condition.status === 'True')
  return `${gates.filter(({ conditionType }) => isTrue(conditionType)).length}/${gates.length}`
}
