/**
 * What happens to a Service before anything else looks at it: its addresses and families are brought in line, then
 * cluster IPs and node ports are given out. Follows kubernetes v1.36 pkg/registry/core/service/storage (storage.go
 * beginCreate and beginUpdate, alloc.go). A refusal here is the whole answer; validation is not reached.
 */
import { ensureFields, textAt, type Fields } from '../../../api/defaults/draft.ts'
import { keepNodePorts, syncClusterIPs } from '../../../api/defaults/service.ts'
import type { Service } from '../../../api/generated/types.ts'
import type { Draft, Kind } from '../../../api/kinds/kind.ts'
import type { FieldError } from '../../../api/meta/field-error.ts'
import type { ApiObject } from '../../../api/meta/object.ts'
import { invalidStatus, type Status } from '../../../api/meta/status.ts'
import { validateClusterIPs, validateFamilies } from '../../../api/validation/service-addresses.ts'
import type { ServerEnv } from '../env.ts'
import { all } from '../lookup.ts'
import { allocateAddress } from './addresses.ts'
import { allocateHealthPort, allocatePorts, openPorts, updatePorts, type PortOperation } from './node-ports.ts'

interface Begun {
  readonly draft: Draft
  readonly dryRun: boolean
}

export function beginCreate(env: ServerEnv, kind: Kind, { draft, dryRun }: Begun): Status | undefined {
  if (kind.kind !== 'Service') return undefined
  const spec = ensureFields(draft, 'spec')
  syncClusterIPs(draft)
  const others = [...all(env, 'services')]
  const ports = openPorts(env, others, dryRun)
  return (
    refusal(draft, familyProblems(spec)) ??
    refusal(draft, allocateAddress(env, spec, { others, dryRun })) ??
    refusal(draft, hasNodePorts(spec) ? allocatePorts(spec, ports) : []) ??
    (needsHealthCheck(spec) ? allocateHealthPort(spec, ports) : undefined)
  )
}

export function beginUpdate(env: ServerEnv, kind: Kind, { draft, dryRun, old: before }: Begun & { readonly old: ApiObject }): Status | undefined {
  if (kind.kind !== 'Service' || before.kind !== 'Service') return undefined
  const old = before as Service
  const spec = ensureFields(draft, 'spec')
  syncClusterIPs(draft, old)
  keepNodePorts(draft, old)
  const others = [...all(env, 'services')].filter(({ metadata }) => metadata.uid !== old.metadata.uid)
  const ports = openPorts(env, others, dryRun)
  const wasExternal = old.spec.type === 'ExternalName'
  return (
    refusal(draft, familyProblems(spec)) ??
    refusal(draft, wasExternal ? allocateAddress(env, spec, { others, dryRun }) : []) ??
    refusal(draft, hasNodePorts(spec) ? updatePorts(spec, old, ports) : []) ??
    updateHealthPort(spec, old, ports)
  )
}

const familyProblems = (spec: Fields): FieldError[] => {
  // Decoded as a Service, so the fields have the types of a ServiceSpec.
  const decoded = spec as unknown as Service['spec']
  if (decoded.type === 'ExternalName') return []
  const errors = validateClusterIPs(decoded)
  return errors.length > 0 ? errors : validateFamilies(decoded)
}

const refusal = ({ metadata }: Draft, errors: readonly FieldError[]): Status | undefined =>
  errors.length === 0 ? undefined : invalidStatus({ group: '', kind: 'Service', name: String(metadata['name'] ?? '') }, errors)

const hasNodePorts = (spec: Fields): boolean => ['NodePort', 'LoadBalancer'].includes(textAt(spec, 'type'))

const needsHealthCheck = (spec: Fields): boolean => textAt(spec, 'type') === 'LoadBalancer' && textAt(spec, 'externalTrafficPolicy') === 'Local'

function updateHealthPort(spec: Fields, { spec: before }: Service, ports: PortOperation): Status | undefined {
  const needed = before.type === 'LoadBalancer' && before.externalTrafficPolicy === 'Local'
  return !needed && needsHealthCheck(spec) ? allocateHealthPort(spec, ports) : undefined
}
