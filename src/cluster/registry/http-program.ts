/** Builds programs that are HTTP servers: they listen shortly after they start and answer by path. */
import { ms } from '../../sim/time.ts'
import type { Code } from '../network/execution.ts'
import type { Headers, HttpRequest, HttpResponse } from '../network/packet.ts'
import type { Act, Program, Running, StartOrder } from '../network/program.ts'

export interface HttpProgram extends Pick<Program, 'name' | 'files' | 'entrypoint' | 'directory' | 'speaksGrpc'> {
  /** Ports it listens on whatever the pod declares. */
  readonly ports: (order: StartOrder) => readonly number[]
  readonly startSeconds: number
  readonly memoryMebibytes: number
  readonly firstLines?: readonly string[]
  readonly onRequest: (request: HttpRequest, running: Running) => Act
  readonly onAnswer?: Program['onAnswer']
  /** Exit code after TERM. */
  readonly termCode?: number
}

export function defineHttpProgram({ startSeconds, memoryMebibytes, firstLines = [], termCode = 0, onAnswer = () => respond(500, ''), ...program }: HttpProgram): Program {
  const server: Code = [
    { op: 'allocate', bytes: memoryMebibytes * 1_048_576 },
    ...firstLines.map((text) => ({ op: 'print', text }) as const),
    { op: 'wait', seconds: startSeconds },
    { op: 'serve' },
  ]
  return { ...program, main: () => server, server: () => server, onAnswer, onTerm: () => ({ type: 'exit', code: termCode, after: ms(120) }) }
}

export function respond(status: number, body: string, headers: Headers = { 'Content-Type': 'text/plain' }): Act {
  const response: HttpResponse = { status, headers, body }
  return { type: 'respond', response }
}

/** The path without its query. */
export const pathOf = ({ path }: HttpRequest): string => path.split('?', 1)[0] ?? '/'
