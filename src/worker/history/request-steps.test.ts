import { describe, expect, it } from 'vitest'
import { deployment, service, shop } from '../testing/shop.ts'

/** A server in the cluster that a request from a node has been sent to; time stands still. */
function asked() {
  const page = shop(deployment('web'), service('web', { app: 'web' }))
  page.call('advance', 20_000)
  const address = (page.call('api', 'GET', '/api/v1/namespaces/shop/services/web').body as { spec: { clusterIP: string } }).spec.clusterIP
  const id = page.call('send', { from: 'node/node-1', url: `http://${address}/` })
  return { page, id, ref: `requests/${id}`, detail: () => page.call('requestDetail', id) }
}

const told = ({ detail }: ReturnType<typeof asked>) => [...new Set(detail()?.hops.map((hop) => hop.told))].map((at) => at / 1_000)

describe('a step to the next hop of a request', () => {
  it('ends where the hop begins, and after the last one at the answer; steps back go the same way', () => {
    const story = asked()
    const { page, ref, detail } = story
    const start = page.call('now')
    const [way, outcomes]: [number[], string[]] = [[], []]
    for (let at = page.call('change', ref, 'next'); at !== null; at = page.call('change', ref, 'next')) {
      way.push(at)
      expect(detail()?.hops.every((hop) => hop.told <= Math.round(at * 1_000))).toBe(true)
      outcomes.push(detail()?.outcome ?? '')
    }
    expect(outcomes).toEqual([...way.slice(1).map(() => 'pending'), 'ok'])
    expect(way).toEqual([...told(story).filter((at) => at > start), start + (detail()?.duration ?? 0) / 1_000])
    expect(way.length).toBeGreaterThan(3)
    const back: number[] = []
    for (let at = page.call('change', ref, 'previous'); at !== null; at = page.call('change', ref, 'previous')) back.unshift(at)
    expect(back).toEqual([start, ...way.slice(0, -1)])
  })

  it('shows the request where it is: what flies is drawn in the time that it takes', () => {
    const { page, ref } = asked()
    page.acknowledge()
    const count = page.frames.length
    while (page.call('change', ref, 'next') !== null) page.acknowledge()
    const flights = page.frames.slice(count).flatMap(({ flights: flown }) => flown.filter(({ request }) => request > 0))
    expect(flights.length).toBeGreaterThan(3)
    for (const [index, { exact, start, end }] of flights.entries()) {
      expect(exact).toBe(true)
      expect(end - start).toBeLessThan(1_000)
      expect(start).toBeGreaterThanOrEqual(flights[index - 1]?.end ?? 0)
    }
  })
})

describe('following a request', () => {
  it('slows time to its pace, as long for a short hop as for a long one, and stands still at the answer', async () => {
    const story = asked()
    const { page, ref, detail } = story
    let isOver = false
    const follow = page.ask('follow', ref).then(() => (isOver = true))
    const seen = new Map<number, number>()
    for (let passed = 0; detail()?.outcome === 'pending'; passed += 50) {
      page.pass(50)
      page.acknowledge()
      for (const at of told(story)) if (!seen.has(at)) seen.set(at, passed)
      expect(passed).toBeLessThan(20_000)
    }
    await follow
    expect(isOver).toBe(true)
    const times = [...seen.values()]
    const ways = times.slice(1).map((at, index) => at - (times[index] ?? 0))
    expect(ways.length).toBeGreaterThan(2)
    for (const way of ways) expect(Math.abs(way - 900)).toBeLessThanOrEqual(100)
    expect(page.frames.at(-1)).toMatchObject({ playing: false, speed: 1 })
    expect(page.frames.some(({ playing, speed }) => playing && speed < 0.01)).toBe(true)
  })

  it('begins anew for one that was answered', async () => {
    const { page, ref, detail } = asked()
    const start = page.call('now')
    page.call('advance', 5_000)
    const answered = detail()
    const follow = page.ask('follow', ref)
    expect(page.call('now')).toBe(start)
    while (detail()?.outcome === 'pending') page.pass(100)
    await follow
    expect(detail()).toEqual(answered)
    expect(page.call('now')).toBe(start + (answered?.duration ?? 0) / 1_000)
  })

  it.each(['pause', 'undo'] as const)('ends with %s', async (method) => {
    const { page, ref } = asked()
    const follow = page.ask('follow', ref)
    page.pass(50)
    page.call(method)
    await follow
    expect(page.frames.at(-1)?.playing).toBe(false)
  })
})
