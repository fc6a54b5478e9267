/**
 * Default values of pods and pod templates.
 * Follows kubernetes v1.36 pkg/apis/core/v1/defaults.go (SetDefaults_Pod, _PodSpec, _Container, _Probe and the generated
 * zz_generated.defaults.go that calls them).
 */
import { defaultImagePullPolicy } from './image.ts'
import { ensureFields, fieldsAt, listAt, setDefault, setZeroDefault, textAt, type Fields } from './draft.ts'
import { printQuantity, quantityOf } from '../meta/quantity.ts'
import { requestSums } from '../validation/pod-resources.ts'
import { defaultVolumes } from './volumes.ts'

/** A pod gets more than a template: links, host ports, and requests where there are only limits. */
export function defaultPod(draft: Fields): void {
  const spec = ensureFields(draft, 'spec')
  defaultPodSpec(spec)
  const containers = [...listAt(spec, 'containers'), ...listAt(spec, 'initContainers')]
  for (const container of containers) requestsFromLimits(ensureFields(container, 'resources'))
  defaultPodResources(spec)
  const grace = spec['terminationGracePeriodSeconds']
  if (typeof grace === 'number' && grace < 0) spec['terminationGracePeriodSeconds'] = 1
  setDefault(spec, 'enableServiceLinks', true)
  if (spec['hostNetwork'] === true) for (const container of containers) defaultHostPorts(container)
}

export function defaultPodTemplate(template: Fields): void {
  ensureFields(template, 'metadata')
  defaultPodSpec(ensureFields(template, 'spec'))
}

function defaultPodSpec(spec: Fields): void {
  roundList(fieldsAt(spec, 'overhead'))
  roundResources(fieldsAt(spec, 'resources'))
  setZeroDefault(spec, 'dnsPolicy', 'ClusterFirst')
  setZeroDefault(spec, 'restartPolicy', 'Always')
  setDefault(spec, 'securityContext', {})
  setDefault(spec, 'terminationGracePeriodSeconds', 30)
  setZeroDefault(spec, 'schedulerName', 'default-scheduler')
  syncServiceAccount(spec)
  defaultVolumes(listAt(spec, 'volumes'))
  for (const list of ['initContainers', 'containers', 'ephemeralContainers']) listAt(spec, list).forEach(defaultContainer)
}

/** serviceAccount is the old name of serviceAccountName; both are always written. */
function syncServiceAccount(spec: Fields): void {
  const name = textAt(spec, 'serviceAccountName') || textAt(spec, 'serviceAccount')
  if (name === '') return
  spec['serviceAccountName'] = name
  spec['serviceAccount'] = name
}

function defaultContainer(container: Fields): void {
  roundResources(ensureFields(container, 'resources'))
  setZeroDefault(container, 'terminationMessagePath', '/dev/termination-log')
  setZeroDefault(container, 'terminationMessagePolicy', 'File')
  defaultImagePullPolicy(container, 'imagePullPolicy', textAt(container, 'image'))
  for (const port of listAt(container, 'ports')) setZeroDefault(port, 'protocol', 'TCP')
  for (const variable of listAt(container, 'env')) defaultEnv(fieldsAt(variable, 'valueFrom'))
  for (const name of ['livenessProbe', 'readinessProbe', 'startupProbe']) defaultProbe(fieldsAt(container, name))
  const lifecycle = fieldsAt(container, 'lifecycle')
  defaultHttpGet(fieldsAt(fieldsAt(lifecycle, 'postStart'), 'httpGet'))
  defaultHttpGet(fieldsAt(fieldsAt(lifecycle, 'preStop'), 'httpGet'))
}

function defaultEnv(valueFrom: Fields | undefined): void {
  const field = fieldsAt(valueFrom, 'fieldRef')
  if (field !== undefined) setZeroDefault(field, 'apiVersion', 'v1')
  const resource = fieldsAt(valueFrom, 'resourceFieldRef')
  if (resource !== undefined) setDefault(resource, 'divisor', '0')
  const file = fieldsAt(valueFrom, 'fileKeyRef')
  if (file !== undefined) setDefault(file, 'optional', false)
}

function defaultProbe(probe: Fields | undefined): void {
  if (probe === undefined) return
  setZeroDefault(probe, 'timeoutSeconds', 1)
  setZeroDefault(probe, 'periodSeconds', 10)
  setZeroDefault(probe, 'successThreshold', 1)
  setZeroDefault(probe, 'failureThreshold', 3)
  defaultHttpGet(fieldsAt(probe, 'httpGet'))
  const grpc = fieldsAt(probe, 'grpc')
  if (grpc !== undefined) setDefault(grpc, 'service', '')
}

function defaultHttpGet(get: Fields | undefined): void {
  if (get === undefined) return
  setZeroDefault(get, 'path', '/')
  setZeroDefault(get, 'scheme', 'HTTP')
}

/** "If limits are specified, but requests are not, default requests to limits", resource by resource. */
function requestsFromLimits(resources: Fields): void {
  const limits = fieldsAt(resources, 'limits')
  if (limits === undefined) return
  const requests = ensureFields(resources, 'requests')
  for (const [name, limit] of Object.entries(limits)) setDefault(requests, name, limit)
}

/**
 * Where the pod has requests or limits of its own: what its containers ask for together becomes the pod's request, and a
 * limit does where they ask for nothing.
 */
function defaultPodResources(spec: Fields): void {
  const resources = fieldsAt(spec, 'resources')
  const limits = fieldsAt(resources, 'limits') ?? {}
  if (resources === undefined || Object.keys({ ...limits, ...fieldsAt(resources, 'requests') }).length === 0) return
  const defaults = { ...limits, ...requestSums(spec) }
  for (const [name, quantity] of Object.entries(defaults)) {
    const isPodLevel = name === 'cpu' || name === 'memory' || name.startsWith('hugepages-')
    if (isPodLevel) setDefault(ensureFields(resources, 'requests'), name, quantity)
  }
}

/** Quantities finer than a thousandth are rounded up to one. */
function roundResources(resources: Fields | undefined): void {
  roundList(fieldsAt(resources, 'requests'))
  roundList(fieldsAt(resources, 'limits'))
}

const milli = 1_000_000n

function roundList(list: Fields | undefined): void {
  if (list === undefined) return
  for (const [name, text] of Object.entries(list)) {
    const { nano, format } = quantityOf(typeof text === 'string' ? text : undefined)
    if (nano > 0n && nano % milli !== 0n) list[name] = printQuantity({ nano: nano - (nano % milli) + milli, format })
  }
}

function defaultHostPorts(container: Fields): void {
  for (const port of listAt(container, 'ports')) setZeroDefault(port, 'hostPort', port['containerPort'])
}
