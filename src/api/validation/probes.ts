/** Probes and lifecycle hooks. Follows kubernetes v1.36 pkg/apis/core/validation/validation.go (validateProbe, validateHandler, validateLifecycle). */
import type { Container, HTTPGetAction, Lifecycle, LifecycleHandler, Probe } from '../generated/types.ts'
import { forbidden, invalid, notSupported, required, type FieldError } from '../meta/field-error.ts'
import { invalidEach, nonNegative } from './field.ts'
import { isHTTPHeaderName, isValidPortName, isValidPortNum } from './names.ts'

export const validateProbes = (container: Container, gracePeriod: number | undefined, path: string): FieldError[] => [
  ...validateOnceProbe(container.livenessProbe, gracePeriod, `${path}.livenessProbe`),
  ...validateReadinessProbe(container.readinessProbe, gracePeriod, `${path}.readinessProbe`),
  ...validateOnceProbe(container.startupProbe, gracePeriod, `${path}.startupProbe`),
]

/** Liveness and startup: one success is success. */
function validateOnceProbe(probe: Probe | undefined, gracePeriod: number | undefined, path: string): FieldError[] {
  if (probe === undefined) return []
  const errors = validateProbe(probe, gracePeriod, path)
  return probe.successThreshold === 1 ? errors : [...errors, invalid(`${path}.successThreshold`, probe.successThreshold ?? 0, 'must be 1')]
}

function validateReadinessProbe(probe: Probe | undefined, gracePeriod: number | undefined, path: string): FieldError[] {
  if (probe === undefined) return []
  const grace = probe.terminationGracePeriodSeconds
  const errors = validateProbe(probe, gracePeriod, path)
  return grace === undefined ? errors : [...errors, invalid(`${path}.terminationGracePeriodSeconds`, grace, 'must not be set for readinessProbes')]
}

function validateProbe(probe: Probe, gracePeriod: number | undefined, path: string): FieldError[] {
  const grace = probe.terminationGracePeriodSeconds
  return [
    ...validateHandler(probe, gracePeriod, path),
    ...(['initialDelaySeconds', 'timeoutSeconds', 'periodSeconds', 'successThreshold', 'failureThreshold'] as const).flatMap((field) =>
      nonNegative(`${path}.${field}`, probe[field]),
    ),
    ...(grace !== undefined && grace <= 0 ? [invalid(`${path}.terminationGracePeriodSeconds`, grace, 'must be greater than 0')] : []),
  ]
}

export const validateLifecycle = (lifecycle: Lifecycle, gracePeriod: number | undefined, path: string): FieldError[] => [
  ...(lifecycle.postStart === undefined ? [] : validateHandler(lifecycle.postStart, gracePeriod, `${path}.postStart`)),
  ...(lifecycle.preStop === undefined ? [] : validateHandler(lifecycle.preStop, gracePeriod, `${path}.preStop`)),
]

type Handler = Pick<Probe, 'exec' | 'httpGet' | 'tcpSocket' | 'grpc'> & Pick<LifecycleHandler, 'sleep'>

/** Exactly one way to act; the first one that is given is checked, the others are too many. */
function validateHandler(handler: Handler, gracePeriod: number | undefined, path: string): FieldError[] {
  const checks: readonly (readonly [field: string, check: (() => FieldError[]) | undefined])[] = [
    ['exec', handler.exec && (() => ((handler.exec?.command ?? []).length === 0 ? [required(`${path}.exec.command`)] : []))],
    ['httpGet', handler.httpGet && (() => (handler.httpGet ? validateHttpGet(handler.httpGet, `${path}.httpGet`) : []))],
    ['tcpSocket', handler.tcpSocket && (() => validatePortNumOrName(handler.tcpSocket?.port, `${path}.tcpSocket.port`))],
    ['grpc', handler.grpc && (() => validatePortNumOrName(handler.grpc?.port ?? 0, `${path}.grpc.port`))],
    ['sleep', handler.sleep && (() => validateSleep(handler.sleep?.seconds ?? 0, gracePeriod, `${path}.sleep`))],
  ]
  const given = checks.flatMap(([field, check]) => (check === undefined ? [] : [{ field, check }]))
  if (given.length === 0) return [required(path, 'must specify a handler type')]
  return given.flatMap(({ field, check }, i) => (i === 0 ? check() : [forbidden(`${path}.${field}`, 'may not specify more than 1 handler type')]))
}

function validateHttpGet(get: HTTPGetAction, path: string): FieldError[] {
  const schemes = ['HTTP', 'HTTPS']
  return [
    ...(get.path ? [] : [required(`${path}.path`)]),
    ...validatePortNumOrName(get.port, `${path}.port`),
    ...(schemes.includes(get.scheme ?? '') ? [] : [notSupported(`${path}.scheme`, get.scheme ?? '', schemes)]),
    ...(get.httpHeaders ?? []).flatMap(({ name = '' }) => invalidEach(`${path}.httpHeaders`, name, isHTTPHeaderName(name))),
  ]
}

export const validatePortNumOrName = (port: number | string | undefined, path: string): FieldError[] =>
  typeof port === 'string' ? invalidEach(path, port, isValidPortName(port)) : invalidEach(path, port ?? 0, isValidPortNum(port ?? 0))

function validateSleep(seconds: number, gracePeriod: number | undefined, path: string): FieldError[] {
  if (gracePeriod === undefined || (seconds >= 0 && seconds <= gracePeriod)) return []
  return [invalid(path, seconds, `must be non-negative and less than terminationGracePeriodSeconds (${gracePeriod})`)]
}
