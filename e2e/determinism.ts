/** Prints the hash of the founding demo after a fixed script, for comparison between Node and Chromium. */
import { readFileSync } from 'node:fs'
import { createHost } from '../src/worker/host.ts'
import type { DoorMethods, ToPage } from '../src/worker/protocol.ts'

const answers = new Map<number, unknown>()
let nextId = 1
const host = createHost({
  clock: { now: () => 0, soon: () => undefined, later: () => undefined },
  post: (message: ToPage) => {
    if (message.type === 'reply') answers.set(message.id, message.value)
    if (message.type === 'failed' || message.type === 'crashed') throw new Error(message.message)
  },
})
host.receive({ type: 'open', seed: 1, automation: true })

function call<M extends keyof DoorMethods>(method: M, ...args: Parameters<DoorMethods[M]>): ReturnType<DoorMethods[M]> {
  const id = nextId++
  host.receive({ type: 'call', id, method, args } as never)
  return answers.get(id) as ReturnType<DoorMethods[M]>
}

for (const file of ['namespace', 'servera-deployment', 'servera-service', 'serverb-service', 'ingress']) {
  void call('apply', readFileSync(`src/ui/files/${file}.yaml`, 'utf8'), 'STDIN')
  call('advance', 1_000)
}
call('startTraffic', { from: 'internet', url: 'http://demo/myservers', method: 'GET' }, 5)
call('advance', 30_000)
call('scale', 'deployments.apps/my-test-space/deployment-test-name', 5)
call('advance', 30_000)
console.log(`hash ${call('hash')}`)
