/** A container as `describe` tells of it, without what it is doing. Follows kubernetes v1.36 kubectl/pkg/describe/describe.go (describeContainers, DescribeProbe). */
import type { Container, EnvFromSource, EnvVar, Probe, VolumeMount } from '../../api/generated/types.ts'
import { milliValue } from '../../api/meta/quantity.ts'

/** What is told, level by level; two spaces a level. */
export const at = (level: number, ...texts: readonly string[]): string[] => texts.map((text) => '  '.repeat(level) + text)

/** `Containers:` and what is in each; `space` sets names in by one. */
export function describeContainers(title: string, containers: readonly Container[], space: string): string[] {
  const name = space === '' ? '' : ' '
  return [`${space}${title}:`, ...containers.flatMap((container) => [...at(1, `${name}${container.name}:`), ...at(2, ...describeContainer(container))])]
}

function describeContainer(container: Container): string[] {
  const { resources } = container
  return [
    `Image:\t${container.image ?? ''}`,
    ...portsOf(container),
    ...listing('Command', container.command),
    ...listing('Args', container.args),
    ...amounts('Limits', resources?.limits),
    ...amounts('Requests', resources?.requests),
    ...probe('Liveness', container.livenessProbe),
    ...probe('Readiness', container.readinessProbe),
    ...probe('Startup', container.startupProbe),
    ...sources(container.envFrom ?? []),
    ...environment(container),
    ...mounts(container.volumeMounts ?? []),
  ]
}

function portsOf({ ports = [] }: Container): string[] {
  const told = (name: string, numbers: readonly string[]) => `${name}${numbers.length > 1 ? 's' : ''}:\t${numbers.join(', ') || '<none>'}`
  return [told('Port', ports.map(({ containerPort, protocol = 'TCP' }) => `${containerPort}/${protocol}`)), told('Host Port', ports.map(({ hostPort = 0, protocol = 'TCP' }) => `${hostPort}/${protocol}`))]
}

const listing = (title: string, words: readonly string[] = []): string[] => (words.length === 0 ? [] : [`${title}:`, ...at(1, ...words.flatMap((word) => word.split('\n')))])

function amounts(title: string, given: { readonly [name: string]: unknown } = {}): string[] {
  const names = Object.keys(given).sort()
  return names.length === 0 ? [] : [`${title}:`, ...at(1, ...names.map((name) => `${name}:\t${String(given[name])}`))]
}

function probe(title: string, given: Probe | undefined): string[] {
  if (!given) return []
  const { initialDelaySeconds: delay = 0, timeoutSeconds: timeout = 0, periodSeconds: period = 0, successThreshold: success = 0, failureThreshold: failure = 0 } = given
  return [`${title}:\t${probeAction(given)} delay=${delay}s timeout=${timeout}s period=${period}s #success=${success} #failure=${failure}`]
}

function probeAction({ exec, httpGet, tcpSocket, grpc }: Probe): string {
  if (exec) return `exec [${(exec.command ?? []).join(' ')}]`
  if (httpGet) return `http-get ${(httpGet.scheme ?? '').toLowerCase()}://${httpGet.host ?? ''}:${String(httpGet.port)}/${(httpGet.path ?? '').replace(/^\//, '')}`
  if (tcpSocket) return `tcp-socket ${tcpSocket.host ?? ''}:${String(tcpSocket.port)}`
  return grpc ? `grpc <pod>:${grpc.port} ${grpc.service ?? ''}` : 'unknown'
}

function sources(given: readonly EnvFromSource[]): string[] {
  if (given.length === 0) return []
  const lines = given.map(({ configMapRef, secretRef, prefix = '' }) => {
    const [kind, ref] = configMapRef ? ['ConfigMap', configMapRef] : ['Secret', secretRef]
    return `${ref?.name ?? ''}\t${kind}${prefix === '' ? '' : ` with prefix '${prefix}'`}\tOptional: ${ref?.optional ?? false}`
  })
  return ['Environment Variables from:', ...at(1, ...lines)]
}

const environment = ({ env = [], resources }: Container): string[] => (env.length === 0 ? ['Environment:\t<none>'] : ['Environment:', ...at(1, ...env.flatMap((one) => variable(one, resources)))])

function variable({ name, value = '', valueFrom }: EnvVar, resources: Container['resources']): string[] {
  const { fieldRef, resourceFieldRef, secretKeyRef, configMapKeyRef } = valueFrom ?? {}
  if (fieldRef) return [`${name}:\t (${fieldRef.apiVersion ?? ''}:${fieldRef.fieldPath})`]
  if (resourceFieldRef) return [`${name}:\t${amountOf(resourceFieldRef.resource, resources)} (${resourceFieldRef.resource})`]
  if (secretKeyRef) return [`${name}:\t<set to the key '${secretKeyRef.key}' in secret '${secretKeyRef.name ?? ''}'>\tOptional: ${secretKeyRef.optional ?? false}`]
  if (configMapKeyRef) return [`${name}:\t<set to the key '${configMapKeyRef.key}' of config map '${configMapKeyRef.name ?? ''}'>\tOptional: ${configMapKeyRef.optional ?? false}`]
  const [first = '', ...more] = value.split('\n')
  return [`${name}:\t${first}`, ...more.map((line) => `\t${line}`)]
}

/** Whole cores and bytes, rounded up. */
function amountOf(field: string, resources: Container['resources']): number {
  const [which = '', name = ''] = field.split('.')
  return Math.ceil(milliValue((which === 'limits' ? resources?.limits : resources?.requests)?.[name]) / 1_000)
}

function mounts(given: readonly VolumeMount[]): string[] {
  const byPath = [...given].sort((a, b) => (a.mountPath < b.mountPath ? -1 : a.mountPath > b.mountPath ? 1 : 0))
  const lines = byPath.map(({ mountPath, name, readOnly, subPath = '' }) => `${mountPath} from ${name} (${readOnly ? 'ro' : 'rw'}${subPath === '' ? '' : `,path=${JSON.stringify(subPath)}`})`)
  return lines.length === 0 ? ['Mounts:\t<none>'] : ['Mounts:', ...at(1, ...lines)]
}
