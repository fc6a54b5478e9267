/**
 * A container's environment: envFrom, env with its sources, service variables, and `$(NAME)` in command and args.
 * Follows kubernetes v1.36 pkg/kubelet/kubelet_pods.go (makeEnvironmentVariables) and
 * third_party/forked/golang/expansion. Objects are fetched when the container starts, as a kubelet's watch-based
 * manager has them by then. resourceFieldRef and fileKeyRef give ''.
 */
import type { Container as ContainerSpec, EnvVar, Pod } from '../../api/generated/types.ts'
import { serviceVariables } from './service-variables.ts'
import type { Kubelet } from './state.ts'

export type Environment = { readonly ok: true; readonly env: { readonly [name: string]: string } } | { readonly ok: false; readonly message: string }

export interface PodAddresses {
  readonly pod: string
  readonly host: string
}

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
    const value = valueOf(k, pod, { variable, env, addresses })
    if (value.problem !== undefined) return value.problem
    if (value.text !== undefined) env.set(variable.name, value.text)
  }
  return undefined
}

interface Source {
  readonly data: { readonly [key: string]: string }
  readonly problem?: string
}
interface Reference {
  readonly name?: string
  readonly optional?: boolean
}

function dataOf({ client, ctx }: Kubelet, { metadata }: Pod, resource: 'configmaps' | 'secrets', reference: Reference | undefined): Source {
  const { name = '', optional = false } = reference ?? {}
  const found = client.get(ctx, resource, metadata.namespace ?? '', name)
  if (!found.ok) {
    if (found.status.code !== 404) return { data: {}, problem: found.status.message }
    return optional ? { data: {} } : { data: {}, problem: `${resource.slice(0, -1)} "${name}" not found` }
  }
  const { data = {}, kind } = found.object
  return { data: kind === 'Secret' ? Object.fromEntries(Object.entries(data).map(([key, value]) => [key, decodeBase64(value)])) : data }
}

interface Value {
  /** undefined leaves the variable out. */
  readonly text?: string
  readonly problem?: string
}

function valueOf(k: Kubelet, pod: Pod, { variable, env, addresses }: { variable: EnvVar; env: ReadonlyMap<string, string>; addresses: PodAddresses }): Value {
  const { value, valueFrom } = variable
  if (!valueFrom) return { text: expand(value ?? '', env) }
  const { fieldRef, configMapKeyRef, secretKeyRef } = valueFrom
  if (fieldRef) return { text: fieldOf(pod, fieldRef.fieldPath, addresses) }
  const reference = configMapKeyRef ?? secretKeyRef
  if (!reference) return { text: '' }
  const source = dataOf(k, pod, configMapKeyRef ? 'configmaps' : 'secrets', reference)
  if (source.problem !== undefined) return { problem: source.problem }
  const text = source.data[reference.key]
  if (text !== undefined || reference.optional) return { text }
  const kind = configMapKeyRef ? 'ConfigMap' : 'Secret'
  return { problem: `couldn't find key ${reference.key} in ${kind} ${pod.metadata.namespace ?? ''}/${reference.name ?? ''}` }
}

function fieldOf({ metadata, spec }: Pod, path: string, { pod, host }: PodAddresses): string {
  const member = /^metadata\.(labels|annotations)\['(.+)'\]$/.exec(path)
  if (member) return metadata[member[1] === 'labels' ? 'labels' : 'annotations']?.[member[2] ?? ''] ?? ''
  const fields: { readonly [path: string]: string | undefined } = {
    'metadata.name': metadata.name,
    'metadata.namespace': metadata.namespace,
    'metadata.uid': metadata.uid,
    'spec.nodeName': spec.nodeName,
    'spec.serviceAccountName': spec.serviceAccountName,
    'status.hostIP': host,
    'status.hostIPs': host,
    'status.podIP': pod,
    'status.podIPs': pod,
  }
  return fields[path] ?? ''
}

/** `$(NAME)` becomes the value, `$$(NAME)` stays as `$(NAME)`, unknown names stay as they are. */
export function expand(text: string, env: ReadonlyMap<string, string>): string {
  return text.replace(/\$(\$|\(([^)]*)\))/g, (whole: string, inner: string, name: string | undefined) => (inner === '$' ? '$' : (env.get(name ?? '') ?? whole)))
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

/** UTF-8 text from base64; bytes that are no text become U+FFFD or worse, as in a shell. */
export function decodeBase64(text: string): string {
  let [bits, count, bytes] = [0, 0, '']
  for (const character of text) {
    const value = alphabet.indexOf(character)
    if (value < 0) continue
    bits = (bits << 6) | value
    count += 6
    if (count < 8) continue
    count -= 8
    bytes += `%${((bits >> count) & 255).toString(16).padStart(2, '0')}`
  }
  try {
    return decodeURIComponent(bytes)
  } catch {
    return bytes
  }
}
