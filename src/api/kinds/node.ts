/**
 * Node. Follows kubernetes v1.36 pkg/registry/core/node, pkg/apis/core/validation (ValidateNode*) and
 * pkg/printers/internalversion (printNode).
 */
import { ensureFields, fieldsAt, keepFrom, setDefault, textAt, type Fields } from '../defaults/draft.ts'
import type { Node } from '../generated/types.ts'
import { nameIsDNSSubdomain } from '../validation/names.ts'
import { validateNode, validateNodeUpdate } from '../validation/node.ts'
import { milliValue, wholeValue } from '../meta/quantity.ts'
import { ageColumn, column, nameColumn } from './columns.ts'
import type { Draft, Health, Kind } from './kind.ts'

const address = (node: Node, type: string): string => node.status?.addresses?.find((item) => item.type === type)?.address || '<none>'

const addressesDescription =
  'List of addresses reachable to the node. Queried from cloud provider, if available. More info: https://kubernetes.io/docs/reference/node/node-status/#addresses Note: This field is declared as mergeable, but the merge key is not sufficiently unique, which can cause data corruption when it is merged. Callers should instead use a full-replacement patch. See https://pr.k8s.io/79391 for an example. Consumers should assume that addresses can change during the lifetime of a Node. However, there are some exceptions where this may not be possible, such as Pods that inherit a Node\'s address in its own status or consumers of the downward API (status.hostIP).'

export const nodeKind: Kind<Node> = {
  group: '',
  version: 'v1',
  kind: 'Node',
  plural: 'nodes',
  singular: 'node',
  shortNames: ['no'],
  categories: [],
  namespaced: false,
  generation: false,
  subresources: ['status'],
  applyDefaults,
  prepareForUpdate: (draft, old) => keepFrom(draft, old, 'status'),
  validateName: nameIsDNSSubdomain,
  validate: validateNode,
  validateUpdate: validateNodeUpdate,
  validateStatusUpdate: validateNodeUpdate,
  warnings: (node) =>
    node.spec.externalID ? ['spec.externalID: this field is deprecated, and is unused by Kubernetes'] : [],
  selectableFields: (node) => ({ 'spec.unschedulable': String(node.spec.unschedulable ?? false) }),
  columns: [
    nameColumn,
    column('Status', (node) => statusCell(node), { description: 'The status of the node' }),
    column('Roles', (node) => rolesCell(node), { description: 'The roles of the node' }),
    ageColumn,
    column('Version', (node) => node.status?.nodeInfo?.kubeletVersion ?? '', { description: 'Kubelet Version reported by the node.' }),
    column('Internal-IP', (node) => address(node, 'InternalIP'), {
      wide: true,
      description: addressesDescription,
    }),
    column('External-IP', (node) => address(node, 'ExternalIP'), {
      wide: true,
      description: addressesDescription,
    }),
    column('OS-Image', (node) => node.status?.nodeInfo?.osImage || '<unknown>', {
      wide: true,
      description: 'OS Image reported by the node from /etc/os-release (e.g. Debian GNU/Linux 7 (wheezy)).',
    }),
    column('Kernel-Version', (node) => kernelCell(node), {
      wide: true,
      description: "Kernel Version reported by the node from 'uname -r' (e.g. 3.16.0-0.bpo.4-amd64).",
    }),
    column('Container-Runtime', (node) => node.status?.nodeInfo?.containerRuntimeVersion || '<unknown>', {
      wide: true,
      description: 'ContainerRuntime Version reported by the node through runtime remote API (e.g. containerd://1.4.2).',
    }),
  ],
  row: (node) => ({
    health: nodeHealth(node),
    phase: statusCell(node),
    ip: node.status?.addresses?.find(({ type }) => type === 'InternalIP')?.address ?? '',
    cpuMilli: milliValue(node.status?.allocatable?.['cpu']),
    memoryBytes: wholeValue(node.status?.allocatable?.['memory']),
    detail: {
      addresses: node.status?.addresses ?? [],
      podCIDR: node.spec.podCIDR ?? '',
      conditions: (node.status?.conditions ?? []).map(({ type, status, reason }) => ({ type, status, reason: reason ?? '' })),
      taints: node.spec.taints ?? [],
      unschedulable: node.spec.unschedulable === true,
      allocatable: node.status?.allocatable ?? {},
      kubeletVersion: node.status?.nodeInfo?.kubeletVersion ?? '',
    },
  }),
}

const zeroNodeInfo = {
  architecture: '',
  bootID: '',
  containerRuntimeVersion: '',
  kernelVersion: '',
  kubeProxyVersion: '',
  kubeletVersion: '',
  machineID: '',
  operatingSystem: '',
  osImage: '',
  systemUUID: '',
}

/** Parts of a Node's status that Go always writes, and allocatable, which is capacity unless it is given. */
function applyDefaults(draft: Draft): void {
  syncPodCIDRs(ensureFields(draft, 'spec'))
  const status = ensureFields(draft, 'status')
  setDefault(ensureFields(ensureFields(status, 'daemonEndpoints'), 'kubeletEndpoint'), 'Port', 0)
  const info = ensureFields(status, 'nodeInfo')
  for (const [name, value] of Object.entries(zeroNodeInfo)) setDefault(info, name, value)
  const capacity = fieldsAt(status, 'capacity')
  if (capacity !== undefined && fieldsAt(status, 'allocatable') === undefined) status['allocatable'] = { ...capacity }
}

/** podCIDR and podCIDRs[0] are the same field; the single one wins. */
function syncPodCIDRs(spec: Fields): void {
  const single = textAt(spec, 'podCIDR')
  const many = Array.isArray(spec['podCIDRs']) ? spec['podCIDRs'] : []
  if (single !== '' && many[0] !== single) spec['podCIDRs'] = [single]
  else if (single === '' && many.length > 0) spec['podCIDR'] = many[0]
}

function statusCell(node: Node): string {
  const ready = node.status?.conditions?.find(({ type }) => type === 'Ready')
  const word = ready === undefined ? 'Unknown' : ready.status === 'True' ? 'Ready' : 'NotReady'
  return node.spec.unschedulable === true ? `${word},SchedulingDisabled` : word
}

/** `6.12.0 (amd64)`. */
function kernelCell(node: Node): string {
  const { kernelVersion = '', architecture = '' } = node.status?.nodeInfo ?? {}
  if (kernelVersion === '') return '<unknown>'
  return architecture === '' ? kernelVersion : `${kernelVersion} (${architecture})`
}

function rolesCell(node: Node): string {
  const roles = Object.entries(node.metadata.labels ?? {}).flatMap(([key, value]) => {
    if (key.startsWith('node-role.kubernetes.io/')) return [key.slice('node-role.kubernetes.io/'.length)]
    return key === 'kubernetes.io/role' && value !== '' ? [value] : []
  })
  const named = roles.filter((role) => role !== '').sort()
  return named.length === 0 ? '<none>' : named.join(',')
}

function nodeHealth(node: Node): Health {
  if (node.metadata.deletionTimestamp !== undefined) return 'terminating'
  const ready = node.status?.conditions?.find(({ type }) => type === 'Ready')?.status
  if (ready === 'False') return 'error'
  if (ready !== 'True') return ready === undefined ? 'pending' : 'error'
  const pressed = (node.status?.conditions ?? []).some(({ type, status }) => type.endsWith('Pressure') && status === 'True')
  return pressed || node.spec.unschedulable === true ? 'warn' : 'ok'
}
