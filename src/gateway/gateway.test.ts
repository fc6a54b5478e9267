import type { AddressInfo } from 'node:net'
import { request as httpRequest } from 'node:http'
import { afterEach, expect, test } from 'vitest'
import { openFoundingDemo } from '../cluster/founding-demo.ts'
import { plus, seconds } from '../sim/time.ts'
import { createGateway, type Gateway } from './gateway.ts'
import { readOptions } from './options.ts'

const open: Gateway[] = []

afterEach(() => {
  for (const { server } of open.splice(0)) {
    server.closeAllConnections()
    server.close()
  }
})

async function serve() {
  const cluster = openFoundingDemo({ seed: 1 })
  const gateway = createGateway({
    handle: (request) => cluster.handle(request),
    onBroken: (error) => {
      throw error
    },
  })
  open.push(gateway)
  await new Promise<void>((resolve) => gateway.server.listen(0, '127.0.0.1', resolve))
  const { port } = gateway.server.address() as AddressInfo
  const run = (span: number) => {
    cluster.kernel.run(plus(cluster.kernel.world.now, seconds(span)))
    gateway.pump()
  }
  return { url: `http://127.0.0.1:${port}`, port, run }
}

const configMap = (name: string) => JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, data: { a: '1' } })

test('a client lists nodes and creates an object over HTTP', async () => {
  const { url } = await serve()
  const nodes = (await (await fetch(`${url}/api/v1/nodes`)).json()) as { items: { metadata: { name: string } }[] }
  expect(nodes.items.map(({ metadata }) => metadata.name)).toEqual(['node-1', 'node-2'])

  const created = await fetch(`${url}/api/v1/namespaces/default/configmaps`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: configMap('a') })
  expect(created.status).toBe(201)

  const again = await fetch(`${url}/api/v1/namespaces/default/configmaps`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: configMap('a') })
  expect([again.status, ((await again.json()) as { reason: string }).reason]).toEqual([409, 'AlreadyExists'])
})

test('a watch hears what others write, line by line, until the client hangs up', async () => {
  const { url, run } = await serve()
  const hangUp = new AbortController()
  const watch = await fetch(`${url}/api/v1/namespaces/default/configmaps?watch=true&resourceVersion=0&fieldSelector=metadata.name%3Db`, { signal: hangUp.signal })
  const reader = watch.body?.pipeThrough(new TextDecoderStream()).getReader()

  await fetch(`${url}/api/v1/namespaces/default/configmaps`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: configMap('b') })
  run(1)

  const { value = '' } = (await reader?.read()) ?? {}
  const event = JSON.parse(value.trimEnd()) as { type: string; object: { metadata: { name: string } } }
  expect([event.type, event.object.metadata.name]).toEqual(['ADDED', 'b'])
  hangUp.abort()
})

test('a Host that is another machine is refused, so that no web page reaches the cluster by a name of its own', async () => {
  const { port } = await serve()
  const code = await new Promise((resolve) => {
    httpRequest({ host: '127.0.0.1', port, path: '/version', headers: { host: 'example.com' } }, ({ statusCode }) => resolve(statusCode)).end()
  })
  expect(code).toBe(403)
})

test('a body of more than 3 MiB is refused as the API server does', async () => {
  const { url } = await serve()
  const body = JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'big' }, data: { a: 'x'.repeat(4 * 1024 * 1024) } })
  const answer = await fetch(`${url}/api/v1/namespaces/default/configmaps`, { method: 'POST', headers: { 'content-type': 'application/json' }, body })
  expect(answer.status).toBe(413)
})

test.each([
  { name: 'nothing given', args: [], expected: { ok: true, options: { port: 8001, speed: 1 } } },
  { name: 'both given, in both forms', args: ['--port=0', '--speed', '10'], expected: { ok: true, options: { port: 0, speed: 10 } } },
  { name: 'a port that is none', args: ['--port', '70000'], expected: { ok: false, message: '--port must be a whole number from 0 to 65535, not 70000' } },
  { name: 'a speed of nothing', args: ['--speed', '0'], expected: { ok: false, message: '--speed must be more than 0, not 0' } },
  { name: 'an option that is not there', args: ['--host', 'x'], expected: { ok: false, message: 'unknown option --host' } },
])('the command line: $name', ({ args, expected }) => {
  expect(readOptions(args)).toEqual(expected)
})
