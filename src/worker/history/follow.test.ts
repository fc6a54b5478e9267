import { expect, it } from 'vitest'
import { deployment, shop } from '../testing/shop.ts'

const web = 'deployments.apps/shop/web'

/** A Deployment that runs, on a clock that stands still. */
function running() {
  const page = shop(deployment('web'))
  page.call('advance', 30_000)
  const revision = () => Number((page.call('api', 'GET', '/apis/apps/v1/namespaces/shop/deployments/web').body as { metadata: { resourceVersion: string } }).metadata.resourceVersion)
  /** Lets wall time pass, by 20 ms each. */
  const pass = (milliseconds: number, each: () => void = () => undefined) => {
    for (let passed = 0; passed < milliseconds; passed += 20) {
      page.pass(20)
      page.acknowledge()
      each()
    }
  }
  return { page, revision, pass }
}

it('slows time down where much happens to an object, so that each change can be looked at', () => {
  const { page, revision, pass } = running()
  page.call('scale', web, 3)
  const [start, before] = [page.call('now'), revision()]
  page.acknowledge()
  const told = page.frames.length
  void page.ask('follow', web)
  const seen = new Set<number>()
  pass(4_000, () => seen.add(revision()))
  expect(page.call('now') - start).toBeLessThan(100)
  expect([...seen].filter((known) => known > before).length).toBeGreaterThanOrEqual(2)
  const flights = page.frames.slice(told).flatMap((frame) => frame.flights)
  expect(flights.length).toBeGreaterThan(4)
  expect(flights.every(({ exact }) => exact)).toBe(true)
})

it('runs as fast as was chosen while nothing happens to it', () => {
  const { page, pass } = running()
  void page.ask('follow', web)
  const start = page.call('now')
  pass(5_000)
  expect(page.call('now') - start).toBeCloseTo(5_000, -2)
  expect(page.frames.at(-1)).toMatchObject({ playing: true, speed: 1 })
})

it('ends when the object is gone', async () => {
  const { page, pass } = running()
  const follow = page.ask('follow', web)
  pass(1_000)
  page.call('delete', web)
  pass(60_000)
  await follow
  expect(page.frames.at(-1)?.playing).toBe(false)
})
