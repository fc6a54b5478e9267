/**
 * A container's environment: envFrom, env with its sources, service variables, and `$(NAME)` in command and args.
 * Follows kubernetes v1.36 pkg/kubelet/kubelet_pods.go (makeEnvironmentVariables) and
 * third_party/forked/golang/expansion. Objects are fetched when the container starts, as a kubelet's watch-based
 * manager has them by then. fileKeyRef gives ''.
 */
import type { Container as ContainerSpec, EnvVar, Pod } from '../../api/generated/types.ts'
import { serviceVariables } from './service-variables.ts'
import { fieldOf, resourceOf, type PodAddresses } from './downward.ts'
import { dataOf } from './objects.ts'
import type { Kubelet } from './state.ts'

export type Environment = { readonly ok: true; readonly env: { readonly [name: string]: string } } | { readonly ok: false; readonly message: string }

export function environmentOf(k: Kubelet, pod: Pod, spec: ContainerSpec, addresses: PodAddresses): Environment {
  const env = new Map<string, string>([
    ['PATH', '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'],
    ['HOSTNAME', pod.spec.hostname ?? pod.metadata.name],
    ...serviceVariables(k, pod),
  ])
  const problem = addFrom(k, pod, { spec, env }) ?? addEach(k, pod, { spec, env, addresses })
  return problem === undefined ? { ok: true, env: Object.fromEntries(env) } : { ok: false, message: problem }
}

interface Filling {
  readonly spec: ContainerSpec
  readonly env: Map<string, string>
}

function addFrom(k: Kubelet, pod: Pod, { spec, env }: Filling): string | undefined {
  for (const { prefix = '', configMapRef, secretRef } of spec.envFrom ?? []) {
    const source = configMapRef ? dataOf(k, pod, 'configmaps', configMapRef) : dataOf(k, pod, 'secrets', secretRef)
    if (source.problem !== undefined) return source.problem
    for (const [key, value] of Object.entries(source.data)) env.set(`${prefix}${key}`, value)
  }
  return undefined
}

function addEach(k: Kubelet, pod: Pod, { spec, env, addresses }: Filling & { addresses: PodAddresses }): string | undefined {
  for (const variable of spec.env ?? []) {
    const value = valueOf(k, pod, { spec, variable, env, addresses })
    if (value.problem !== undefined) return value.problem
    if (value.text !== undefined) env.set(variable.name, value.text)
  }
  return undefined
}

interface Value {
  /** undefined leaves the variable out. */
  readonly text?: string
  readonly problem?: string
}

interface Asked {
  readonly spec: ContainerSpec
  readonly variable: EnvVar
  readonly env: ReadonlyMap<string, string>
  readonly addresses: PodAddresses
}

function valueOf(k: Kubelet, pod: Pod, { spec, variable, env, addresses }: Asked): Value {
  const { value, valueFrom } = variable
  if (!valueFrom) return { text: expand(value ?? '', env) }
  const { fieldRef, resourceFieldRef, configMapKeyRef, secretKeyRef } = valueFrom
  if (fieldRef) return { text: fieldOf(pod, fieldRef.fieldPath, addresses) }
  if (resourceFieldRef) return { text: resourceOf(k, pod, { ...resourceFieldRef, containerName: resourceFieldRef.containerName || spec.name }) }
  const reference = configMapKeyRef ?? secretKeyRef
  if (!reference) return { text: '' }
  const source = dataOf(k, pod, configMapKeyRef ? 'configmaps' : 'secrets', reference)
  if (source.problem !== undefined) return { problem: source.problem }
  const text = source.data[reference.key]
  if (text !== undefined || reference.optional) return { text }
  const kind = configMapKeyRef ? 'ConfigMap' : 'Secret'
  return { problem: `couldn't find key ${reference.key} in ${kind} ${pod.metadata.namespace ?? ''}/${reference.name ?? ''}` }
}

/** `$(NAME)` becomes the value, `$$(NAME)` stays as `$(NAME)`, unknown names stay as they are. */
export function expand(text: string, env: ReadonlyMap<string, string>): string {
  return text.replace(/\$(\$|\(([^)]*)\))/g, (whole: string, inner: string, name: string | undefined) => (inner === '$' ? '$' : (env.get(name ?? '') ?? whole)))
}
