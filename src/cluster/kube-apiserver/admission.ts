/**
 * Admission: one ordered list of plugins, in the order of a default kube-apiserver 1.36. Each may change the draft or
 * refuse the request. Plugins of upstream's default list that have no kinds here yet are left out.
 */
import type { Draft, Kind } from '../../api/kinds/kind.ts'
import type { ApiObject } from '../../api/meta/object.ts'
import type { Status } from '../../api/meta/status.ts'
import { defaultIngressClass } from './admission/default-ingress-class.ts'
import { defaultTolerationSeconds } from './admission/default-toleration-seconds.ts'
import { namespaceLifecycle } from './admission/namespace-lifecycle.ts'
import { podTopologyLabels } from './admission/pod-topology-labels.ts'
import { priority } from './admission/priority.ts'
import { runtimeClass } from './admission/runtime-class.ts'
import { serviceAccount } from './admission/service-account.ts'
import { taintNodesByCondition } from './admission/taint-nodes-by-condition.ts'
import type { ServerEnv } from './env.ts'

export type Operation = 'CREATE' | 'UPDATE'

export interface AdmissionRequest {
  readonly env: ServerEnv
  readonly operation: Operation
  readonly kind: Kind
  readonly namespace: string
  /** The name, or the generateName while there is none yet. */
  readonly name: string
  readonly draft: Draft
  /** What is replaced, for an update. */
  readonly old?: ApiObject
  readonly subresource?: string | undefined
  readonly user: string
}

export interface AdmissionPlugin {
  readonly name: string
  readonly handles: readonly Operation[]
  /** Undefined lets the request pass. */
  admit(request: AdmissionRequest): Status | undefined
}

const plugins: readonly AdmissionPlugin[] = [
  namespaceLifecycle,
  serviceAccount,
  taintNodesByCondition,
  priority,
  defaultTolerationSeconds,
  runtimeClass,
  defaultIngressClass,
  podTopologyLabels,
]

const pluginsOf = (operation: Operation) => plugins.filter(({ handles }) => handles.includes(operation))
const handlers = { CREATE: pluginsOf('CREATE'), UPDATE: pluginsOf('UPDATE') }

export function admit(request: AdmissionRequest): Status | undefined {
  for (const plugin of handlers[request.operation]) {
    const refusal = plugin.admit(request)
    if (refusal) return refusal
  }
  return undefined
}
