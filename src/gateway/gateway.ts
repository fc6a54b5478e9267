/**
 * The API server's `handle` over plain HTTP: requests come in as they are, watches go out as chunked lines whenever the
 * host pumps. Takes connections addressed to this machine only, as `kubectl proxy` does, so that a web page elsewhere
 * cannot reach it through a name of its own. Leaves out TLS, upgrades (exec, port-forward) and compression.
 */
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { isStream, splitUrl, type HttpRequest, type HttpResponse, type HttpStream } from '../api/meta/http.ts'
import { protobufType, transcode } from './protobuf.ts'

export interface GatewayHost {
  readonly handle: (request: HttpRequest) => HttpResponse
  /** The simulation stopped for good; the request that met it is answered with 500. */
  readonly onBroken: (error: unknown) => void
}

export interface Gateway {
  readonly server: Server
  /** Writes what open watches have to say; to be called whenever time has passed. */
  pump(): void
}

/** Bytes of a body that are kept; the API server refuses what is longer than 3 MiB by itself. */
const keptBody = 3 * 1024 * 1024 + 1
const localHost = /^(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?$/
const methods: readonly string[] = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']

export function createGateway({ handle, onBroken }: GatewayHost): Gateway {
  const watches = new Set<Watch>()
  const end = (watch: Watch): void => {
    if (!watches.delete(watch)) return
    clearTimeout(watch.timer)
    watch.stream.close()
    watch.response.end()
  }
  const pumpOne = (watch: Watch): void => {
    // A client that does not read is waited for; the stream keeps what it has to say.
    if (watch.response.writableNeedDrain) return
    const { text, ended } = watch.stream.read()
    if (text !== '') watch.response.write(text)
    if (ended) end(watch)
  }
  const stream = (request: HttpRequest, response: ServerResponse, opened: HttpStream): void => {
    const watch: Watch = { stream: opened, response, timer: undefined }
    const seconds = Number(request.query['timeoutSeconds'])
    if (seconds > 0) watch.timer = setTimeout(() => end(watch), Math.min(seconds, longestWatch) * 1_000)
    watches.add(watch)
    response.writeHead(opened.code, opened.headers)
    response.flushHeaders()
    response.on('close', () => end(watch))
    pumpOne(watch)
  }
  const answer = (request: HttpRequest, response: ServerResponse): void => {
    const result = handle(request)
    if (isStream(result)) return stream(request, response, result)
    response.writeHead(result.code, result.headers)
    response.end(request.method === 'HEAD' ? undefined : result.body)
  }
  const server = createServer((incoming, response) => {
    if (!localHost.test(incoming.headers.host ?? '')) return refuse(response, 403, 'Forbidden')
    readBody(incoming, (body) => {
      const request = requestOf(incoming, body)
      if (!request) return refuse(response, 405, 'Method Not Allowed')
      try {
        answer(request, response)
      } catch (error) {
        refuse(response, 500, 'the simulation stopped')
        onBroken(error)
      }
    })
  })
  return { server, pump: () => watches.forEach(pumpOne) }
}

interface Watch {
  readonly stream: HttpStream
  readonly response: ServerResponse
  timer: ReturnType<typeof setTimeout> | undefined
}

/** Seconds; timers beyond 2^31 milliseconds would fire at once. */
const longestWatch = 86_400

function refuse(response: ServerResponse, code: number, text: string): void {
  if (!response.headersSent) response.writeHead(code, { 'content-type': 'text/plain; charset=utf-8' })
  response.end(`${text}\n`)
}

function readBody(incoming: IncomingMessage, then: (body: Buffer) => void): void {
  const chunks: Buffer[] = []
  let length = 0
  incoming.on('data', (chunk: Buffer) => {
    if (length < keptBody) chunks.push(chunk.subarray(0, keptBody - length))
    length += chunk.length
  })
  incoming.on('end', () => then(Buffer.concat(chunks)))
}

/** The API server reads JSON and YAML; a protobuf body that cannot be turned into JSON goes on as it is, to its 415. */
function requestOf(incoming: IncomingMessage, body: Buffer): HttpRequest | undefined {
  const { method = '', url = '/' } = incoming
  if (!isMethod(method)) return undefined
  const headers = textsOf(incoming.headers)
  const json = headers['content-type'] === protobufType && body.length > 0 ? transcode(body) : undefined
  const read = json?.ok ? { headers: { ...headers, 'content-type': 'application/json' }, body: json.json } : { headers, body: body.toString('utf8') }
  return { method, ...splitUrl(url), ...read }
}

const isMethod = (method: string): method is HttpRequest['method'] => methods.includes(method)

const textsOf = (headers: IncomingHttpHeaders): { [name: string]: string } =>
  Object.fromEntries(Object.entries(headers).flatMap(([name, value]) => (value === undefined ? [] : [[name, Array.isArray(value) ? value.join(', ') : value]])))
