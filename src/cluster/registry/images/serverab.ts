/**
 * The founding demo's image: one Swoole HTTP server on port 9502 that plays both roles (see seed/README.md and SEED
 * rows S108–S127). serverab-v3 differs in one thing: /clientapi also returns the JSON it received.
 */
import { seconds } from '../../../sim/time.ts'
import type { Answer, HttpRequest } from '../../network/packet.ts'
import type { Act, Program, ProgramFrame } from '../../network/program.ts'
import { defineHttpProgram, pathOf, respond } from '../http-program.ts'
import type { ImageDefinition } from '../image.ts'

const serverApiBody = '{"iRet":0,"sMsg":"ok","data":"this is serverapi"}'

const serverab = (name: string, succeeded: (body: string) => string): Program =>
  defineHttpProgram({
    name,
    ports: () => [9502],
    startSeconds: 0.04,
    memoryMebibytes: 24,
    onRequest,
    onAnswer: (_frame: ProgramFrame, answer: Answer): Act => {
      if (answer.ok && answer.response.status === 200) return respond(200, succeeded(answer.response.body))
      return respond(200, `callapi fail, code: ${codeOf(answer)}`)
    },
  })

function onRequest(request: HttpRequest): Act {
  switch (pathOf(request)) {
    case '/':
      return respond(200, 'Hello, Swoole!')
    case '/serverapi':
      return respond(200, serverApiBody)
    case '/clientapi':
      return {
        type: 'call',
        call: { method: 'GET', url: 'http://servera-svc:9601/serverapi', timeout: seconds(5) },
        frame: { route: 'clientapi' },
      }
    default:
      return respond(200, '')
  }
}

/** Swoole's statusCode: -1 not connected, -2 no answer in time, -3 reset; else the HTTP status. */
function codeOf(answer: Answer): number {
  if (answer.ok) return answer.response.status
  const { failure } = answer
  if (failure.type === 'reset') return -3
  return failure.type === 'timeout' && failure.connected ? -2 : -1
}

const lengthOf = (body: string): string => `callapi succ, strlen: ${body.length}`

export const serverabImage: ImageDefinition = {
  repository: 'mirrors-registry-hub.com/mytestspace',
  sizeBytes: 43_254_784,
  tags: [
    { tag: 'serverab-v2' },
    { tag: 'serverab-v3', program: serverab('serverab-v3', (body) => `${lengthOf(body)}, body: ${body}`) },
  ],
  program: serverab('serverab-v2', lengthOf),
}
