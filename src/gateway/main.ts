/**
 * `npm run api -- [--port 8001] [--speed 1]`: the founding demo's cluster in Node, its API server on 127.0.0.1. Time runs
 * from the start, `speed` simulated seconds per second.
 */
import { writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { kubernetesVersion } from '../cluster/kube-apiserver/discovery.ts'
import { openFoundingDemo, settling } from '../cluster/founding-demo.ts'
import { createRunLoop } from '../worker/run-loop.ts'
import { createGateway } from './gateway.ts'
import { readOptions, usage } from './options.ts'

const seed = 1
/** Whole seconds; kubectl tells ages by its own clock, so that of the cluster is to agree once it is handed over. */
const born = new Date(Date.now() - settling / 1_000).toISOString().replace(/\.\d+/, '')
const read = readOptions(process.argv.slice(2))
if (!read.ok) stop(`${read.message}\n${usage}`)
else serve(read.options)

function serve({ port, speed }: { port: number; speed: number }): void {
  const cluster = openFoundingDemo({ seed, born })
  /** A broken assumption: what a report needs is written down, and nothing goes on. */
  const onBroken = (error: unknown): void => {
    const report = path.join(tmpdir(), `kubarium-report-${process.pid}.json`)
    writeFileSync(report, JSON.stringify({ seed, born, now: cluster.kernel.world.now, inputs: cluster.inputs }))
    stop(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\nThe simulation stopped. Its seed and inputs are in ${report}`)
  }
  const { server, pump } = createGateway({ handle: (request) => cluster.handle(request), onBroken })
  const loop = createRunLoop({
    clockwork: () => cluster.kernel,
    clock: { now: () => performance.now(), soon: (act) => void setImmediate(act), later: (act, milliseconds) => void setTimeout(act, milliseconds) },
    isHeld: () => false,
    onSlice: pump,
    onBroken,
  })
  server.on('error', (error) => stop(`error: ${error.message}`))
  server.listen(port, '127.0.0.1', () => {
    const address = server.address()
    const taken = typeof address === 'object' && address !== null ? address.port : port
    process.stdout.write(`Kubarium, Kubernetes ${kubernetesVersion}, at ${speed}×: http://127.0.0.1:${taken}\n`)
    process.stdout.write(`kubectl --server http://127.0.0.1:${taken} get nodes\n`)
    loop.play(speed)
  })
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      loop.stop()
      server.closeAllConnections()
      server.close(() => process.exit(0))
    })
  }
}

function stop(message: string): void {
  process.stderr.write(`${message}\n`)
  process.exit(1)
}
