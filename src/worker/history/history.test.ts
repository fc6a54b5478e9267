import { describe, expect, it } from 'vitest'
import type { ApiObject } from '../../api/meta/object.ts'
import { randomUint32 } from '../../sim/random.ts'
import { plus, seconds, type Micros } from '../../sim/time.ts'
import { bearFoundingDemo } from '../../cluster/founding-demo.ts'
import { everything } from '../../cluster/testing/seed.ts'
import { openSession, type Session } from '../session.ts'
import { branchLimit } from './tree.ts'
import type { RequestDetail } from '../protocol.ts'
import { recallLatest, requestDetailOf } from './old-requests.ts'
import { schedulingOf, traceOf } from './old-traces.ts'
import { createKeyframes, keyframeLimit, spacing, weightLimit } from './keyframes.ts'

const headers = { 'content-type': 'application/json' }

function open(seed: number) {
  let epoch = 0
  const session = openSession({ nextEpoch: () => ++epoch, seed, speed: () => 1 })
  const { cluster, history } = session
  const hash = () => cluster.kernel.hash()
  const run = (by: number) => history.run(plus(history.world.now, seconds(by)))
  const act = (input: () => void) => {
    history.beginAction()
    input()
  }
  const create = (...objects: readonly object[]) =>
    act(() => {
      for (const object of objects as readonly ApiObject[]) {
        const plural = object.kind === 'Ingress' ? 'ingresses' : `${object.kind.toLowerCase()}s`
        const at = object.metadata.namespace ? `/namespaces/${object.metadata.namespace}` : ''
        cluster.handle({ method: 'POST', path: `${object.apiVersion === 'v1' ? '/api/v1' : `/apis/${object.apiVersion}`}${at}/${plural}`, query: {}, headers, body: JSON.stringify(object) })
      }
    })
  const scale = (replicas: number) =>
    act(() => void cluster.handle({ method: 'PATCH', path: '/apis/apps/v1/namespaces/my-test-space/deployments/deployment-test-name', query: {}, headers: { 'content-type': 'application/merge-patch+json' }, body: JSON.stringify({ spec: { replicas } }) }))
  const pods = () => [...cluster.store().entries.keys()].filter((key) => key.startsWith('/registry/pods/my-test-space/deployment-test-name')).length
  return { session, cluster, history, hash, run, create, scale, pods }
}

/** The demo under traffic, scaled three times: inputs all over a minute. */
function eventful(seed: number) {
  const story = open(seed)
  const [first, ...others] = everything
  if (first) story.create(first)
  story.run(1)
  story.create(...others)
  story.run(8.5)
  story.cluster.startTraffic({ from: 'internet', url: 'http://demo/myservers', method: 'GET' }, 20)
  for (const replicas of [4, 1, 3]) {
    story.run(7.123)
    story.scale(replicas)
  }
  story.run(20)
  return story
}

const cuts = Array.from({ length: 30 }, (_, i) => ({ seed: 1 + (i % 3), part: randomUint32(5, 2, i) / 0x1_0000_0000 }))
const whole = new Map([1, 2, 3].map((seed) => [seed, eventful(seed)]))

describe('going to a moment', () => {
  it.each(cuts)('at $part of the run, and on from there, ends in the same bytes (seed $seed)', ({ seed, part }) => {
    const { history, hash } = whole.get(seed) ?? open(seed)
    const head = history.headOf(history.branch()).at as Micros
    history.seek(head)
    const end = hash()
    history.seek(Math.floor(head * part) as Micros)
    expect(history.isRewound()).toBe(true)
    history.run(head)
    expect(hash()).toBe(end)
    expect(history.branches()).toHaveLength(1)
  })

  it('is no other run than that of a cluster which nobody looks at', () => {
    const { cluster, hash } = eventful(9)
    const bare = bearFoundingDemo({ seed: 9 })
    bare.replay(cluster.inputs)
    bare.kernel.run(cluster.kernel.world.now)
    expect(bare.kernel.hash()).toBe(hash())
  })

  it('shows the cluster as it was then', () => {
    const story = open(4)
    const [first, ...others] = everything
    if (first) story.create(first)
    story.run(3)
    story.create(...others)
    story.run(20)
    const [then, hash, facts] = [story.history.world.now, story.hash(), story.session.observations.facts.count]
    story.run(30)
    story.scale(6)
    story.run(60)
    story.history.seek(then)
    expect(story.hash()).toBe(hash)
    expect(story.session.observations.facts.count).toBe(facts)
    expect(story.pods()).toBe(2)
    story.history.switchTo(story.history.branch())
    expect(story.pods()).toBe(6)
  })

  it('right after an input that came while the clock stood there', () => {
    const story = open(4)
    story.create(...everything.slice(0, 1))
    const [then, hash] = [story.history.world.now, story.hash()]
    story.run(5)
    story.history.seek(then)
    expect(story.hash()).toBe(hash)
  })

  it('and back tells the page the same facts and requests, by the same numbers', () => {
    const { session, history } = whole.get(1) ?? open(1)
    const head = history.headOf(history.branch()).at as Micros
    history.seek(head)
    const told = (from: Session) => ({ facts: from.observations.facts.kept.slice(-500), requests: [...from.observations.requests.kept.values()].slice(-50) })
    const before = told(session)
    history.seek((head - 30_000_000) as Micros)
    history.run(head)
    expect(told(session)).toEqual(before)
  })

  it('begins another epoch, whose first frame is full', () => {
    const { session, history } = whole.get(2) ?? open(2)
    session.frame({ playing: false, speed: 1 })
    const { epoch } = session
    history.seek(seconds(20))
    const frame = session.frame({ playing: false, speed: 1 })
    expect(frame).toMatchObject({ full: true, epoch: epoch + 1, now: seconds(20), rewound: true })
    expect(frame.facts.length).toBeGreaterThan(5)
    expect(frame.facts.every(({ at }) => at <= seconds(20) + 10_000)).toBe(true)
  })
})

describe('a trace that was forgotten', () => {
  it('is told again as it was', () => {
    const story = eventful(3)
    const { session, history } = story
    const object = 'deployments.apps/my-test-space/deployment-test-name'
    const pod = history.branch().chronicle.lives.find(({ owner }) => owner === object)?.pod ?? ''
    const [trace, scheduling, hash] = [traceOf(session, 'services/my-test-space/servera-svc'), schedulingOf(session, pod), story.hash()]
    expect(trace.length).toBeGreaterThan(3)
    expect(scheduling?.chosen).toMatch(/^node-/)
    session.observations.rewind(session.observations.seen(), 0, undefined)
    expect(session.observations.facts.kept).toEqual([])
    expect(traceOf(session, 'services/my-test-space/servera-svc')).toEqual(trace)
    expect(schedulingOf(session, pod)).toEqual(scheduling)
    expect(story.hash()).toBe(hash)
  })
})

describe('a request that was forgotten', () => {
  const path = (request: RequestDetail | null) => request?.hops.map(({ type, start, told, to }) => [type, start, told, to])

  it('is told again with all its hops, and the cluster stays where it is', () => {
    const { session, hash } = eventful(2)
    const { requests } = session.observations
    const [first = 0] = requests.kept.keys()
    const [before, end] = [requestDetailOf(session, first), hash()]
    expect(before?.hops.length).toBeGreaterThan(5)
    session.observations.rewind(session.observations.seen(), 0, undefined)
    expect(requests.detail(first)).toBeNull()
    expect(requestDetailOf(session, first)).toEqual(before)
    expect(hash()).toBe(end)
    expect(requestDetailOf(session, requests.seen.requests + 1)).toBeNull()
  })

  it('is listed again among the last before a moment', () => {
    const { session, history } = eventful(1)
    history.seek(seconds(30))
    const { requests, seen, rewind } = session.observations
    const ids = [...requests.kept.keys()].slice(-200)
    const before = ids.map((id) => requests.detail(id))
    rewind(seen(), 0, undefined)
    requests.fresh()
    recallLatest(session)
    expect(requests.fresh().map(({ id }) => id)).toEqual(ids)
    expect(ids.map((id) => requests.detail(id))).toEqual(before)
  })

  it('at a moment in its midst has the hops that it had had by then, each once', () => {
    const { session, history } = eventful(2)
    const request = requestDetailOf(session, 30)
    const hops = request?.hops ?? []
    for (const { told } of hops) {
      history.seek(told as Micros)
      session.observations.rewind(session.observations.seen(), 0, undefined)
      const then = requestDetailOf(session, 30)
      expect(then?.outcome).toBe('pending')
      expect(path(then)).toEqual(hops.filter((hop) => hop.told <= told).map(({ type, start, told: at, to }) => [type, start, at, to]))
    }
    history.run(seconds(40))
    expect(requestDetailOf(session, 30)).toEqual(request)
  })
})

describe('a branch', () => {
  it('grows at the first new input after rewinding, and the old one stays as it was', () => {
    const story = eventful(5)
    const { history } = story
    const [main, end, head] = [history.branch(), story.hash(), history.world.now]
    history.seek(seconds(25))
    story.scale(5)
    expect(history.branches()).toHaveLength(2)
    story.run(10)
    expect(story.pods()).toBe(5)
    const other = { branch: history.branch(), hash: story.hash() }
    history.switchTo(main)
    expect([story.hash(), history.world.now]).toEqual([end, head])
    history.switchTo(other.branch)
    expect(story.hash()).toBe(other.hash)
  })

  it('can be gone back on to before its beginning, and then grows from there', () => {
    const story = eventful(5)
    const { history } = story
    history.seek(seconds(40))
    story.scale(5)
    story.run(5)
    history.seek(seconds(14))
    story.scale(2)
    expect(history.branch().parent).toBe(history.branches()[0])
    expect(history.branch().forkedAt.at).toBe(seconds(14))
  })

  it('can be dropped while others that grew from it stay whole', () => {
    const story = eventful(6)
    const { history } = story
    const [main] = history.branches()
    history.seek(seconds(30))
    story.scale(5)
    story.run(30)
    const second = history.branch()
    history.seek(seconds(45))
    story.scale(2)
    story.run(30)
    const [third, hash] = [history.branch(), story.hash()]
    history.drop(second)
    if (main) history.switchTo(main)
    history.switchTo(third)
    expect(story.hash()).toBe(hash)
    history.seek(seconds(44))
    expect(story.pods()).toBe(5)
  })
})

describe('branches', () => {
  it('are not more than the limit: the oldest goes that nobody named and none grew from', () => {
    const story = open(2)
    story.create(...everything.slice(0, 1))
    story.run(5)
    for (let i = 0; i < branchLimit + 5; i++) {
      story.history.seek(seconds(13))
      story.scale(1 + (i % 5))
      story.run(2)
      if (i === 0) story.history.branch().name = 'kept'
      story.history.switchTo(story.history.branches()[0] ?? story.history.branch())
    }
    const branches = story.history.branches()
    expect(branches).toHaveLength(branchLimit)
    expect(branches.slice(0, 2).map(({ name }) => name)).toEqual(['main', 'kept'])
  })
})

describe('undo', () => {
  it('goes to right before the last action, however many inputs it was, and keeps what was done', () => {
    const story = open(7)
    const [first, ...others] = everything
    if (first) story.create(first)
    story.run(2)
    const [before, then] = [story.hash(), story.history.world.now]
    story.create(...others)
    story.run(10)
    const [main, after] = [story.history.branch(), story.hash()]
    expect(story.history.undo()).toBe(true)
    expect([story.hash(), story.history.world.now]).toEqual([before, then])
    expect(story.history.branches()).toHaveLength(2)
    story.run(10)
    expect(story.pods()).toBe(0)
    story.history.switchTo(main)
    expect(story.hash()).toBe(after)
  })

  it('again goes back further, and leaves no branch on which nothing happened', () => {
    const story = open(7)
    const start = story.hash()
    story.create(...everything.slice(0, 1))
    story.run(2)
    story.create(...everything.slice(1))
    story.history.undo()
    story.history.undo()
    expect(story.hash()).toBe(start)
    expect(story.history.branches()).toHaveLength(2)
    expect(story.history.undo()).toBe(false)
  })
})

describe('keyframes', () => {
  it('stand no further apart than twice the spacing while there is room', () => {
    const { history } = whole.get(3) ?? open(3)
    expect(history.keyframes.count).toBeGreaterThanOrEqual(Math.floor(history.world.taken / spacing / 2))
  })

  it('keep to their number and their weight, evenly spread, the first and the last always there', () => {
    const { cluster, history, session } = open(8)
    const root = history.branch()
    const limits = { count: 20, weight: weightLimit }
    const keyframes = createKeyframes(limits)
    const takens: number[] = []
    for (let i = 0; i < 200; i++) {
      history.run(plus(history.world.now, seconds(5)))
      const moment = { at: history.world.now, taken: history.world.taken, inputs: cluster.inputs.length }
      keyframes.add(root, { moment, snapshot: cluster.kernel.snapshot(), seen: session.observations.seen() })
      takens.push(moment.taken)
    }
    expect(keyframes.count).toBe(20)
    const [first = 0, last = 0] = [takens[0], takens.at(-1)]
    const kept = new Set(takens.map((taken) => keyframes.nearest(root, ({ moment }) => moment.taken <= taken).moment.taken))
    expect(kept.has(first) && kept.has(last)).toBe(true)
    const places = [...kept].toSorted((a, b) => a - b)
    const gaps = places.slice(1).map((place, i) => place - (places[i] ?? 0))
    expect(Math.max(...gaps)).toBeLessThanOrEqual((2.5 * (last - first)) / 19)
    expect(keyframeLimit).toBeLessThanOrEqual(480)

    const light = createKeyframes({ count: 1_000, weight: 40_000 })
    for (let i = 0; i < 100; i++) {
      history.run(plus(history.world.now, seconds(15)))
      light.add(root, { moment: { at: history.world.now, taken: history.world.taken, inputs: 1 }, snapshot: cluster.kernel.snapshot(), seen: session.observations.seen() })
    }
    expect(light.weight).toBeLessThanOrEqual(40_000)
    expect(light.count).toBeGreaterThan(2)
  })
})
