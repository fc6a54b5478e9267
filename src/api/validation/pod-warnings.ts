/**
 * What the API server warns of in pods and templates though it takes them.
 * Follows kubernetes v1.36 pkg/api/pod/warnings.go and the strategies of pods and workloads. Left out: deprecated labels of
 * nodes in selectors, and claims with fractional sizes.
 */
import type { Container, ContainerPort, Pod, PodSpec, PodTemplateSpec } from '../generated/types.ts'
import type { ObjectMeta } from '../meta/object.ts'
import { quantityOf } from '../meta/quantity.ts'
import { isDNS1123Label } from './names.ts'
import { allContainers } from './pod-containers.ts'
import { volumePathWarnings } from './volume-warnings.ts'

const appArmor = 'container.apparmor.security.beta.kubernetes.io/'
const seccompPod = 'seccomp.security.alpha.kubernetes.io/pod'
const seccompContainer = 'container.seccomp.security.alpha.kubernetes.io/'
const useSeccomp = 'non-functional in v1.27+; use the "seccompProfile" field instead'

export function podWarnings(pod: Pod): string[] {
  return [
    ...nameWarnings(pod.metadata.name, "this is used in the Pod's hostname"),
    ...specWarnings(pod.spec, pod.metadata.annotations ?? {}, ''),
  ]
}

export function workloadWarnings(metadata: ObjectMeta, template: PodTemplateSpec | undefined): string[] {
  return [
    ...nameWarnings(metadata.name, 'this is used in Pod names and hostnames'),
    ...(template?.spec === undefined ? [] : specWarnings(template.spec, template.metadata?.annotations ?? {}, 'spec.template.')),
  ]
}

function nameWarnings(name: string | undefined, use: string): string[] {
  const problems = isDNS1123Label(name ?? '')
  if (problems.length === 0) return []
  return [`metadata.name: ${use}, which can result in surprising behavior; a DNS label is recommended: [${problems.join(' ')}]`]
}

type Annotations = { readonly [key: string]: string }

/** `prefix` is '' or `spec.template.`. */
function specWarnings(spec: PodSpec, annotations: Annotations, prefix: string): string[] {
  const path = `${prefix}spec`
  const containers = allContainers(spec, path)
  return [
    ...(spec.topologySpreadConstraints ?? []).flatMap(({ labelSelector }, i) =>
      labelSelector === undefined ? [nullSelector(`${path}.topologySpreadConstraints[${i}].labelSelector`)] : [],
    ),
    ...annotationWarnings(annotations, `${prefix}metadata.annotations`),
    ...volumeWarnings(spec, `${path}.volumes`),
    ...repeated(spec.hostAliases ?? [], ({ ip }) => ip ?? '').map(({ i, value }) => `${path}.hostAliases[${i}].ip: duplicate ip ${JSON.stringify(value)}`),
    ...pullSecretWarnings(spec, `${path}.imagePullSecrets`),
    ...(annotations[seccompPod] !== undefined && spec.securityContext?.seccompProfile === undefined
      ? [`${prefix}metadata.annotations[${seccompPod}]: ${useSeccomp}`]
      : []),
    ...containers.flatMap(({ container, path: at }) => containerWarnings(container, annotations, { at, prefix })),
    ...portWarnings(spec, path),
    ...graceWarnings(spec, path),
    ...affinityWarnings(spec, `${path}.affinity`),
  ]
}

const nullSelector = (path: string): string => `${path}: a null labelSelector results in matching no pod`

const oldAnnotations: { readonly [key: string]: string } = {
  'scheduler.alpha.kubernetes.io/critical-pod': 'non-functional in v1.16+; use the "priorityClassName" field instead',
  'security.alpha.kubernetes.io/sysctls': 'non-functional in v1.11+; use the "sysctls" field instead',
  'security.alpha.kubernetes.io/unsafe-sysctls': 'non-functional in v1.11+; use the "sysctls" field instead',
}

const annotationWarnings = (annotations: Annotations, path: string): string[] =>
  Object.entries(oldAnnotations).flatMap(([key, message]) => (annotations[key] === undefined ? [] : [`${path}[${key}]: ${message}`]))

const oldVolumes: { readonly [source: string]: readonly [name: string, message: string] } = {
  photonPersistentDisk: ['photonPersistentDisk', 'deprecated in v1.11, non-functional in v1.16+'],
  gitRepo: ['gitRepo', 'deprecated in v1.11, and disabled by default in v1.33+'],
  scaleIO: ['scaleIO', 'deprecated in v1.16, non-functional in v1.22+'],
  flocker: ['flocker', 'deprecated in v1.22, non-functional in v1.25+'],
  storageos: ['storageOS', 'deprecated in v1.22, non-functional in v1.25+'],
  quobyte: ['quobyte', 'deprecated in v1.22, non-functional in v1.25+'],
  glusterfs: ['glusterfs', 'deprecated in v1.25, non-functional in v1.26+'],
  cephfs: ['cephfs', 'deprecated in v1.28, non-functional in v1.31+'],
  rbd: ['rbd', 'deprecated in v1.28, non-functional in v1.31+'],
}

function volumeWarnings(spec: PodSpec, path: string): string[] {
  const old = (spec.volumes ?? []).flatMap((volume, i) =>
    Object.keys(volume).flatMap((source) => {
      const known = oldVolumes[source]
      return known === undefined ? [] : [`${path}[${i}].${known[0]}: ${known[1]}`]
    }),
  )
  return [...old, ...volumePathWarnings(spec.volumes ?? [])]
}

/** Items whose value stood before, with their index. */
function repeated<T>(items: readonly T[], valueOf: (item: T) => string): { readonly i: number; readonly value: string }[] {
  const seen = new Set<string>()
  return items.flatMap((item, i) => {
    const value = valueOf(item)
    if (seen.has(value)) return [{ i, value }]
    seen.add(value)
    return []
  })
}

function pullSecretWarnings(spec: PodSpec, path: string): string[] {
  const secrets = spec.imagePullSecrets ?? []
  return [
    ...repeated(secrets, ({ name }) => name ?? '').map(({ i, value }) => `${path}[${i}].name: duplicate name ${JSON.stringify(value)}`),
    ...secrets.flatMap(({ name }, i) => (name ? [] : [`${path}[${i}].name: invalid empty name ""`])),
  ]
}

function containerWarnings(container: Container, annotations: Annotations, { at, prefix }: { readonly at: string; readonly prefix: string }): string[] {
  const seccomp = seccompContainer + container.name
  const armor = appArmor + container.name
  return [
    ...(annotations[seccomp] !== undefined && container.securityContext?.seccompProfile === undefined
      ? [`${prefix}metadata.annotations[${seccomp}]: ${useSeccomp}`]
      : []),
    ...(annotations[armor] === undefined
      ? []
      : [`${prefix}metadata.annotations[${armor}]: deprecated since v1.30; use the "appArmorProfile" field instead`]),
    ...fractionWarnings(container, `${at}.resources`),
    ...envWarnings(container, `${at}.env`),
  ]
}

/** A part of a byte is of no use to anybody. */
function fractionWarnings(container: Container, path: string): string[] {
  return ['memory', 'ephemeral-storage'].flatMap((name) =>
    (['limits', 'requests'] as const).flatMap((list) => {
      const quantity = container.resources?.[list]?.[name]
      if (quantity === undefined || quantityOf(quantity).nano % 1_000_000_000n === 0n) return []
      return [`${path}.${list}[${name}]: fractional byte value ${JSON.stringify(quantity)} is invalid, must be an integer`]
    }),
  )
}

/** A second variable of the same name is fine only if it builds on the first: `PATH=$(PATH):/x`. */
function envWarnings(container: Container, path: string): string[] {
  const seen = new Set<string>()
  return (container.env ?? []).flatMap(({ name, value = '', valueFrom }, i) => {
    const reference = `$(${name})`
    const builds = valueFrom === undefined && value !== reference && value.includes(reference)
    if (!seen.has(name)) {
      seen.add(name)
      return []
    }
    return builds ? [] : [`${path}[${i}]: hides previous definition of ${JSON.stringify(name)}, which may be dropped when using apply`]
  })
}

interface PlacedPort {
  readonly port: ContainerPort
  readonly at: string
  readonly container: string
}

function portWarnings(spec: PodSpec, path: string): string[] {
  const earlier: PlacedPort[] = []
  return allContainers(spec, path).flatMap(({ container, path: at }) =>
    (container.ports ?? []).flatMap((port, i) => {
      const placed = { port, at: `${at}.ports[${i}]`, container: at }
      const warnings = earlier.flatMap((other) => [...sameName(placed, other), ...samePort(placed, other)])
      earlier.push(placed)
      return warnings
    }),
  )
}

/** Within one container validation refuses the same name twice. */
function sameName(one: PlacedPort, other: PlacedPort): string[] {
  if (!one.port.name || one.port.name !== other.port.name || one.container === other.container) return []
  return [
    `${one.at}: duplicate port name ${JSON.stringify(one.port.name)} with ${other.at}, services and probes that select ports by name will use ${other.at}`,
  ]
}

function samePort(one: PlacedPort, other: PlacedPort): string[] {
  if (one.port.containerPort !== other.port.containerPort || one.port.protocol !== other.port.protocol) return []
  const hostPort = one.port.hostPort ?? 0
  const otherHostPort = other.port.hostPort ?? 0
  const hasIP = Boolean(one.port.hostIP)
  const otherHasIP = Boolean(other.port.hostIP)
  if ((one.port.hostIP ?? '') === (other.port.hostIP ?? '') && hostPort === otherHostPort) return [`${one.at}: duplicate port definition with ${other.at}`]
  if (hostPort === 0 || otherHostPort === 0) return [`${one.at}: overlapping port definition with ${other.at}`]
  return hostPort === otherHostPort && hasIP !== otherHasIP ? [`${one.at}: dangerously ambiguous port definition with ${other.at}`] : []
}

const graceWarnings = (spec: PodSpec, path: string): string[] =>
  (spec.terminationGracePeriodSeconds ?? 0) < 0
    ? [`${path}.terminationGracePeriodSeconds: must be >= 0; negative values are invalid and will be treated as 1`]
    : []

function affinityWarnings(spec: PodSpec, path: string): string[] {
  const hard = 'requiredDuringSchedulingIgnoredDuringExecution'
  const soft = 'preferredDuringSchedulingIgnoredDuringExecution'
  return (['podAffinity', 'podAntiAffinity'] as const).flatMap((name) => [
    ...(spec.affinity?.[name]?.[hard] ?? []).flatMap(({ labelSelector }, i) =>
      labelSelector === undefined ? [nullSelector(`${path}.${name}.${hard}[${i}].labelSelector`)] : [],
    ),
    ...(spec.affinity?.[name]?.[soft] ?? []).flatMap(({ podAffinityTerm }, i) =>
      podAffinityTerm.labelSelector === undefined ? [nullSelector(`${path}.${name}.${soft}[${i}].podAffinityTerm.labelSelector`)] : [],
    ),
  ])
}
