/**
 * One attempt of a probe. The kubelet stands on the same machine, so what answers at once is answered in line; a command
 * that takes time, or a server that calls others first, answers later. Texts follow kubernetes v1.36 pkg/probe.
 */
import type { Container as ContainerSpec, Probe } from '../../api/generated/types.ts'
import type { Client } from '../client-go/client.ts'
import type { StepContext } from '../../sim/part.ts'
import { ms } from '../../sim/time.ts'
import type { Container, Machine, Sandbox } from '../network/machine.ts'
import { observeFlight } from '../network/observe.ts'
import type { Answer, Headers } from '../network/packet.ts'
import type { Call, Registry } from '../network/program.ts'
import { playerIn } from './machine-player.ts'
import { exec } from './process.ts'
import { runningView } from './serve.ts'

export type ProbeOutcome =
  | { readonly type: 'ok' }
  | { readonly type: 'failed'; readonly message: string }
  /** A command runs. */
  | { readonly type: 'running' }
  /** The server of this URL makes a call before it answers. */
  | { readonly type: 'call'; readonly call: Pick<Call, 'method' | 'url'> }

export interface Target {
  readonly ctx: StepContext
  readonly client: Client
  readonly machine: Machine
  readonly registry: Registry
  readonly sandbox: Sandbox
  readonly container: Container
  readonly spec: ContainerSpec
}

const success: ProbeOutcome = { type: 'ok' }
const failed = (message: string): ProbeOutcome => ({ type: 'failed', message })

/** `tag` is under what name a command that takes time reports its end. */
export function runProbe(target: Target, probe: Probe, tag: string): ProbeOutcome {
  const outcome = attempt(target, probe, tag)
  const { ctx, sandbox } = target
  const to = `pods/${sandbox.namespace}/${sandbox.name}`
  observeFlight(ctx, { flight: 'probe', from: `kubelet/${ctx.instance}`, to, latency: ms(1), outcome: outcome.type === 'failed' ? 'server-error' : 'ok', label: 'probe' })
  return outcome
}

function attempt(target: Target, { httpGet, tcpSocket, grpc, exec: action, timeoutSeconds = 1 }: Probe, tag: string): ProbeOutcome {
  const { sandbox, spec } = target
  if (httpGet) {
    const headers = Object.fromEntries((httpGet.httpHeaders ?? []).map(({ name, value }) => [name, value]))
    const order = { path: httpGet.path ?? '/', port: portOf(spec, httpGet.port), headers, scheme: httpGet.scheme, host: httpGet.host }
    return requestPod(target, order)
  }
  if (tcpSocket) {
    const address = `${tcpSocket.host || sandbox.address}:${portOf(spec, tcpSocket.port)}`
    return listensAt(target, tcpSocket.host, portOf(spec, tcpSocket.port)) ? success : failed(`dial tcp ${address}: connect: connection refused`)
  }
  if (grpc) return probeGrpc(target, grpc.port, timeoutSeconds)
  return probeExec(target, action?.command ?? [], tag)
}

export function portOf({ ports }: ContainerSpec, port: string | number): number {
  return typeof port === 'number' ? port : (ports?.find(({ name }) => name === port)?.containerPort ?? Number(port))
}

/** The containers of a pod share its address: any of them may listen. */
function listener({ sandbox }: Target, port: number): Container | undefined {
  return sandbox.containers.find(({ state, process }) => state === 'running' && process.listening && process.ports.includes(port))
}

/** Other hosts than the pod are the machine's own, where nothing listens. */
const listensAt = (target: Target, host: string | undefined, port: number): boolean => (!host || host === target.sandbox.address) && listener(target, port) !== undefined

export interface PodRequest {
  readonly path: string
  readonly port: number
  readonly headers: Headers
  readonly scheme?: string | undefined
  readonly host?: string | undefined
}

/** GET of a path of the pod, as the kubelet sends it for probes and hooks. */
export function requestPod(target: Target, { path, port, headers, scheme = 'HTTP', host }: PodRequest): ProbeOutcome {
  const { ctx, machine, registry, sandbox } = target
  const address = `${host || sandbox.address}:${port}`
  const url = `${scheme.toLowerCase()}://${address}${path.startsWith('/') ? path : `/${path}`}`
  const container = listensAt(target, host, port) ? listener(target, port) : undefined
  if (!container) return failed(`Get "${url}": dial tcp ${address}: connect: connection refused`)
  if (scheme === 'HTTPS') return failed(`Get "${url}": http: server gave HTTP response to HTTPS client`)
  const request = { method: 'GET', host: sandbox.address, path: path.startsWith('/') ? path : `/${path}`, headers: { 'User-Agent': 'kube-probe/1.36', ...headers } }
  const act = registry.program(container.process.program)?.onRequest(request, runningView(ctx, machine, { sandbox, container, registry }))
  if (act?.type === 'call') return { type: 'call', call: { method: 'GET', url } }
  if (act?.type !== 'respond') return failed(`Get "${url}": EOF`)
  return verdictOn(act.response.status)
}

const verdictOn = (status: number): ProbeOutcome => (status >= 200 && status < 400 ? success : failed(`HTTP probe failed with statuscode: ${status}`))

/** The answer to a request that took its time. */
export function outcomeOf(answer: Answer, url: string): ProbeOutcome {
  if (answer.ok) return verdictOn(answer.response.status)
  return failed(answer.failure.type === 'timeout' ? `Get "${url}": context deadline exceeded (Client.Timeout exceeded while awaiting headers)` : `Get "${url}": EOF`)
}

function probeGrpc(target: Target, port: number, timeoutSeconds: number): ProbeOutcome {
  const container = listener(target, port)
  if (!container) return failed(`timeout: failed to connect service "${target.sandbox.address}:${port}" within ${timeoutSeconds}s: context deadline exceeded`)
  const program = target.registry.program(container.process.program)
  return program?.speaksGrpc ? success : failed('error: health rpc probe failed: rpc error: code = Unavailable desc = connection error: desc = "error reading server preface: http2: frame too large"')
}

function probeExec(target: Target, words: readonly string[], tag: string): ProbeOutcome {
  const outcome = exec(playerIn(target), target, { words, tag })
  return outcome.type === 'running' ? outcome : execOutcome(outcome)
}

export const execOutcome = ({ status, output }: { readonly status: number; readonly output: string }): ProbeOutcome => (status === 0 ? success : failed(output))

export const execTimeout = (words: readonly string[], timeoutSeconds: number): ProbeOutcome => failed(`command timed out: "${words.join(' ')}" timed out after ${timeoutSeconds}s`)
