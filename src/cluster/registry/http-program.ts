/** Builds programs that are HTTP servers: they listen shortly after they start and answer by path. */
import { ms } from '../../sim/time.ts'
import type { Headers, HttpRequest, HttpResponse } from '../network/packet.ts'
import type { Act, Program, ProcessPlan, StartOrder } from '../network/program.ts'
import { stagesOf } from './command.ts'

export interface HttpProgram {
  readonly name: string
  /** Ports it listens on whatever the pod declares. */
  readonly ports: (order: StartOrder) => readonly number[]
  readonly startSeconds: number
  readonly memoryMebibytes: number
  readonly firstLines?: readonly string[]
  readonly onRequest: (request: HttpRequest, order: StartOrder) => Act
  readonly onAnswer?: Program['onAnswer']
  /** Exit code after TERM. */
  readonly termCode?: number
}

export const defineHttpProgram = (program: HttpProgram): Program => ({
  name: program.name,
  start: (order) => planOf(program, order),
  onRequest: program.onRequest,
  onAnswer: program.onAnswer ?? (() => respond(500, '')),
  onTerm: ({ listening }) => (listening ? { type: 'exit', code: program.termCode ?? 0, after: ms(120) } : { type: 'ignore' }),
})

function planOf(program: HttpProgram, order: StartOrder): ProcessPlan {
  const words = [...order.command, ...order.args]
  const stages = words.length === 0 ? server : stagesOf(words, server)
  if (!stages.some(({ type }) => type === 'listen')) return { ports: [], stages }
  const allocated = { type: 'allocate', bytes: program.memoryMebibytes * 1_048_576 } as const
  const printed = (program.firstLines ?? []).map((text) => ({ type: 'print', text }) as const)
  return { ports: program.ports(order), stages: [allocated, ...printed, { type: 'wait', seconds: program.startSeconds }, ...stages] }
}

const server = [{ type: 'listen' }] as const

export function respond(status: number, body: string, headers: Headers = { 'Content-Type': 'text/plain' }): Act {
  const response: HttpResponse = { status, headers, body }
  return { type: 'respond', response }
}

/** The path without its query. */
export const pathOf = ({ path }: HttpRequest): string => path.split('?', 1)[0] ?? '/'
