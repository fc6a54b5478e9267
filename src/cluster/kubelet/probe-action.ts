/**
 * One attempt of a probe. The kubelet stands on the same machine, so it is answered in line: the connection is as
 * local as it gets. Texts follow kubernetes v1.36 pkg/probe (http, tcp, exec, grpc).
 */
import type { Container as ContainerSpec, Probe } from '../../api/generated/types.ts'
import type { StepContext } from '../../sim/part.ts'
import { ms } from '../../sim/time.ts'
import type { Container, Sandbox } from '../network/machine.ts'
import { observeFlight } from '../network/observe.ts'
import type { Registry } from '../network/program.ts'

export type ProbeOutcome = { readonly ok: true } | { readonly ok: false; readonly message: string }

export interface Target {
  readonly ctx: StepContext
  readonly registry: Registry
  readonly sandbox: Sandbox
  readonly container: Container
  readonly spec: ContainerSpec
}

const success: ProbeOutcome = { ok: true }

export function runProbe(target: Target, probe: Probe): ProbeOutcome {
  const outcome = attempt(target, probe)
  const { ctx, sandbox } = target
  const to = `pods/${sandbox.namespace}/${sandbox.name}`
  observeFlight(ctx, { flight: 'probe', from: `kubelet/${ctx.instance}`, to, latency: ms(1), outcome: outcome.ok ? 'ok' : 'server-error', label: 'probe' })
  return outcome
}

function attempt(target: Target, { httpGet, tcpSocket, grpc, exec }: Probe): ProbeOutcome {
  if (httpGet) return probeHttp(target, { path: httpGet.path ?? '/', port: portOf(target, httpGet.port) })
  if (tcpSocket) return probePort(target, portOf(target, tcpSocket.port), (address) => `dial tcp ${address}: connect: connection refused`)
  if (grpc) return probePort(target, grpc.port, (address) => `timeout: failed to connect service "${address}" within 1s: context deadline exceeded`)
  return probeExec(target, exec?.command ?? [])
}

function portOf({ spec }: Target, port: string | number): number {
  return typeof port === 'number' ? port : (spec.ports?.find(({ name }) => name === port)?.containerPort ?? Number(port))
}

const listensOn = ({ process, state }: Container, port: number): boolean => state === 'running' && process.listening && process.ports.includes(port)

function probePort({ sandbox, container }: Target, port: number, refused: (address: string) => string): ProbeOutcome {
  return listensOn(container, port) ? success : { ok: false, message: refused(`${sandbox.address}:${port}`) }
}

function probeHttp({ sandbox, container, registry }: Target, { path, port }: { path: string; port: number }): ProbeOutcome {
  const address = `${sandbox.address}:${port}`
  if (!listensOn(container, port)) return { ok: false, message: `Get "http://${address}${path}": dial tcp ${address}: connect: connection refused` }
  const request = { method: 'GET', host: sandbox.address, path, headers: { 'User-Agent': 'kube-probe/1.36' } }
  const act = registry.program(container.process.program)?.onRequest(request, container.process.order)
  const status = act?.type === 'respond' ? act.response.status : 200
  return status >= 200 && status < 400 ? success : { ok: false, message: `HTTP probe failed with statuscode: ${status}` }
}

/** The small part of sh that probes use: looks at the files the process has made, or fails on purpose. */
function probeExec({ container }: Target, command: readonly string[]): ProbeOutcome {
  const line = command.join(' ').trim()
  const looksAt = /(?:^|\s)(?:cat|ls|stat|test\s+-[efs])\s+(\/\S+)$/.exec(line)?.[1]
  if (looksAt !== undefined && looksAt.startsWith('/tmp/') && !container.process.files.has(looksAt))
    return { ok: false, message: `cat: can't open '${looksAt}': No such file or directory\n` }
  return /(^|[\s;&])(false|exit [1-9]\d*)$/.test(line) ? { ok: false, message: '' } : success
}
