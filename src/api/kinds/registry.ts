/** The kinds of the cluster, in the order in which discovery and the catalogue list them. A new kind is one line here. */
import { configMapKind } from './config-map.ts'
import { deploymentKind } from './deployment.ts'
import { endpointSliceKind } from './endpoint-slice.ts'
import { endpointsKind } from './endpoints.ts'
import { eventKind } from './event.ts'
import { ingressClassKind } from './ingress-class.ts'
import { ingressKind } from './ingress.ts'
import { groupResource, type Kind } from './kind.ts'
import { leaseKind } from './lease.ts'
import { namespaceKind } from './namespace.ts'
import { nodeKind } from './node.ts'
import { podDisruptionBudgetKind } from './pod-disruption-budget.ts'
import { podKind } from './pod.ts'
import { priorityClassKind } from './priority-class.ts'
import { replicaSetKind } from './replica-set.ts'
import { secretKind } from './secret.ts'
import { serviceAccountKind } from './service-account.ts'
import { serviceKind } from './service.ts'

export const kinds: readonly Kind[] = [
  namespaceKind,
  nodeKind,
  podKind,
  serviceKind,
  endpointsKind,
  configMapKind,
  secretKind,
  serviceAccountKind,
  eventKind,
  deploymentKind,
  replicaSetKind,
  leaseKind,
  endpointSliceKind,
  ingressKind,
  ingressClassKind,
  podDisruptionBudgetKind,
  priorityClassKind,
]

export const apiVersionOf = (kind: Pick<Kind, 'group' | 'version'>): string =>
  kind.group === '' ? kind.version : `${kind.group}/${kind.version}`

const byResource = new Map(kinds.map((kind) => [groupResource(kind), kind]))
const byKind = new Map<string, { readonly version: string; readonly kind: Kind }[]>()
for (const kind of kinds) byKind.set(kind.kind, [...(byKind.get(kind.kind) ?? []), { version: apiVersionOf(kind), kind }])

/** `pods`, `deployments.apps`. */
export const kindOfResource = (resource: string): Kind | undefined => byResource.get(resource)

/** As written in a manifest: `apps/v1`, `Deployment`. */
export const kindOfManifest = (apiVersion: string, kind: string): Kind | undefined => byKind.get(kind)?.find(({ version }) => version === apiVersion)?.kind
