/** Going to any moment of a run of 10^6 events; what keyframes cost; the memory of an hour of the demo under traffic. */
import { readFileSync } from 'node:fs'
import { apply } from '../../src/kubectl/apply.ts'
import { isStream, type HttpRequest } from '../../src/api/meta/http.ts'
import { randomUint32 } from '../../src/sim/random.ts'
import { ms, plus, seconds } from '../../src/sim/time.ts'
import { deflate, inflate } from '../../src/worker/keep/deflate.ts'
import { buildId, stateVersion } from '../../src/worker/keep/format.ts'
import { goThrough } from '../../src/worker/in-slices.ts'
import { revive } from '../../src/worker/keep/revive.ts'
import { takeSession } from '../../src/worker/keep/take.ts'
import { openSession, type Session } from '../../src/worker/session.ts'
import { heapMiB } from './heap.ts'

const events = 1_000_000
const seeks = 200

function demoUnderTraffic(): Session {
  let epoch = 0
  const session = openSession({ nextEpoch: () => ++epoch, seed: 1, speed: () => Infinity })
  const { cluster, history } = session
  const handle = (request: HttpRequest) => {
    const answer = cluster.handle(request)
    if (isStream(answer)) throw new Error('a stream')
    return answer
  }
  for (const file of ['namespace', 'servera-deployment', 'serverb-deployment', 'servera-service', 'serverb-service', 'ingress']) {
    const text = readFileSync(`src/ui/files/${file}.yaml`, 'utf8')
    apply({ text: file === 'serverb-deployment' ? text.replace('deployment-test-name', 'serverb') : text, file, handle })
    history.run(plus(history.world.now, ms(500)))
  }
  history.run(plus(history.world.now, seconds(15)))
  cluster.startTraffic({ from: 'internet', method: 'GET', url: 'http://demo/myservers/clientapi' }, 10)
  return session
}

/** Drives a session as the page does: a frame now and then, so that nothing piles up for it. */
function runFor(session: Session, by: number): void {
  for (let done = 0; done < by; done++) {
    session.history.run(plus(session.history.world.now, seconds(1)))
    session.frame({ playing: true, speed: Infinity })
  }
}

const percentile = (values: readonly number[], part: number): number => values.toSorted((a, b) => a - b)[Math.floor(values.length * part)] ?? 0

/** Milliseconds of what the saver writes every ten seconds, of what it writes each second, and of opening both again. */
async function keepingFigures(session: Session): Promise<string> {
  const { cluster, history, observations } = session
  const start = performance.now()
  const branch = history.branch()
  const keyframe = { branch: branch.id, build: buildId, state: stateVersion, moment: history.moment(), seen: observations.seen(), text: cluster.kernel.save(), chronicle: branch.chronicle.data() }
  const folded = await deflate(new TextEncoder().encode(JSON.stringify(keyframe)))
  const saved = performance.now()
  const kept = takeSession(session, { name: '', page: '' })
  const taken = performance.now()
  const unfolded = JSON.parse(new TextDecoder().decode(await inflate(folded, 1e9))) as typeof keyframe
  const clock = { branch: 1, moment: history.moment(), playing: false, speed: 1 }
  const revived = revive({ session: kept, clock, keyframe: unfolded }, { nextEpoch: () => 1, speed: () => 1 })
  if (revived) goThrough(revived)
  const opened = performance.now()
  if (revived?.session().cluster.kernel.hash() !== cluster.kernel.hash()) throw new Error('what was opened is not what was saved')
  return `save: a keyframe ${(saved - start).toFixed(0)} ms for ${(folded.length / 1024).toFixed(0)} KiB, the session ${(taken - saved).toFixed(0)} ms; open: ${(opened - taken).toFixed(0)} ms`
}

export async function timeFigures(): Promise<string[]> {
  const before = await heapMiB()
  const session = demoUnderTraffic()
  const { history } = session
  runFor(session, 3_600)
  const hour = await heapMiB()
  const taken = history.world.taken
  const frames = history.keyframes
  const lines = [`an hour of the demo at 10 requests a second: ${taken.toLocaleString('en')} events, ${(hour - before).toFixed(0)} MiB, ${frames.count} keyframes, ${frames.weight.toLocaleString('en')} fields`]
  lines.push(`of it, ${await keepingFigures(session)}`)
  while (history.world.taken < events) runFor(session, 60)
  const end = history.world.now
  const times = Array.from({ length: seeks }, (_, i) => {
    const start = performance.now()
    history.seek(ms(Math.floor(((randomUint32(1, 2, i) / 0x1_0000_0000) * end) / 1_000)))
    session.frame({ playing: false, speed: 1 })
    return performance.now() - start
  })
  lines.push(
    `seek in a run of ${events.toLocaleString('en')} events, frame included: p50 ${percentile(times, 0.5).toFixed(0)} ms, p95 ${percentile(times, 0.95).toFixed(0)} ms, worst ${Math.max(...times).toFixed(0)} ms; ${history.keyframes.count} keyframes, ${(await heapMiB()).toFixed(0)} MiB`,
  )
  return lines
}
