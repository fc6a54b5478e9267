/** MiB that are reachable; asked of the inspector, because collecting takes no flag there. */
import { Session } from 'node:inspector'
import { setTimeout } from 'node:timers/promises'

/** What others (the bundler) have begun with, and compiled code, is let go only over some turns of the event loop. */
const rounds = 4

export async function heapMiB(): Promise<number> {
  const session = new Session()
  session.connect()
  for (let round = 0; round < rounds; round++) {
    session.post('HeapProfiler.collectGarbage')
    await setTimeout(100)
  }
  session.disconnect()
  return process.memoryUsage().heapUsed / 1_048_576
}
