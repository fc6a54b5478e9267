/** What takes long is gone in slices: others are answered meanwhile, it can be given up, and what comes of it is the same. */
import { describe, expect, it } from 'vitest'
import { deployment, namespace } from './testing/manifests.ts'
import { openPage } from './testing/page.ts'

type Page = ReturnType<typeof openPage>

/** On this wall clock a slice is over at its first look; one that stands still never ends a slice. */
const slow = () => openPage(1, 50)
const quick = () => openPage(1)

const web = 'deployments.apps/shop/web'
const quiet = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: quiet}'

const standing = (page: Page) => ({ now: page.call('now'), hash: page.call('hash'), branches: page.call('branches') })

/** Passes wall time until this is settled; `each` between the slices. */
async function settled<T>(page: Page, promise: Promise<T>, each: () => void = () => undefined): Promise<T> {
  let isOver = false
  const over = () => void (isOver = true)
  promise.then(over, over)
  for (let round = 0; !isOver && round < 100_000; round++) {
    page.pass(1)
    await Promise.resolve()
    if (!isOver) each()
  }
  return promise
}

const maps = (count: number): string => Array.from({ length: count }, (_, index) => `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: map-${index}}`).join('\n---\n')

async function running(page: Page): Promise<Page> {
  await settled(page, page.ask('apply', `${namespace}\n---\n${deployment('web')}\n---\n${quiet}`, 'web.yaml'))
  page.call('advance', 20_000)
  return page
}

describe('a look for what comes next', () => {
  it.each<{ readonly name: string; readonly ask: (page: Page) => Promise<unknown> }>([
    { name: 'the next visible fact', ask: (page: Page) => page.ask('step') },
    { name: 'the next change of an object', ask: (page: Page) => page.ask('change', 'nodes/node-1', 'next') },
    { name: 'a change that does not come', ask: (page: Page) => page.ask('change', 'configmaps/default/quiet', 'next') },
    { name: 'what a change led to', ask: (page: Page) => page.ask('effect', web) },
  ])('finds the same in slices: $name', async ({ ask }) => {
    const [whole, sliced] = [await running(quick()), await running(slow())]
    for (const page of [whole, sliced]) page.call('scale', web, 3)
    for (let round = 0; round < 3; round++) {
      const found = await ask(whole)
      expect(await settled(sliced, ask(sliced))).toEqual(found)
      expect(standing(sliced)).toEqual(standing(whole))
    }
  })

  it('lets others look at the present meanwhile, and finds the same', async () => {
    const [whole, sliced] = [await running(quick()), await running(slow())]
    const before = standing(sliced)
    let answers = 0
    const look = sliced.ask('change', 'configmaps/default/quiet', 'next')
    const found = await settled(sliced, look, () => {
      if (answers++ % 10 > 0) return
      expect(standing(sliced)).toEqual(before)
      expect(sliced.call('api', 'GET', '/api/v1/nodes/node-1')).toMatchObject({ code: 200 })
    })
    expect(answers).toBeGreaterThan(20)
    expect(found).toBe(await whole.ask('change', 'configmaps/default/quiet', 'next'))
    expect(standing(sliced)).toEqual(standing(whole))
  })

  it.each([
    { name: 'Stop', act: (page: Page) => page.call('giveUp', 'looking') },
    { name: 'Pause', act: (page: Page) => page.call('pause') },
  ])('is ended by $name, and time stands where it stood', async ({ act }) => {
    const page = await running(slow())
    const before = standing(page)
    const look = page.ask('change', 'configmaps/default/quiet', 'next')
    for (let round = 0; round < 5; round++) page.pass(200)
    act(page)
    await expect(look).rejects.toThrow(expect.objectContaining({ refusal: { code: 'look.stopped', params: {} } }))
    const said = page.posted.flatMap((message) => (message.type === 'working' && message.work === 'looking' ? [message.progress] : []))
    expect(said[0]).toMatchObject({ total: 3_600_000_000 })
    expect(said.at(-1)).toBeNull()
    page.pass(1_000)
    expect(standing(page)).toEqual(before)
  })

  it('gives way to what is done meanwhile', async () => {
    const [other, page] = [await running(quick()), await running(slow())]
    const look = page.ask('change', 'configmaps/default/quiet', 'next')
    page.pass(1)
    for (const each of [other, page]) each.call('scale', web, 3)
    await expect(settled(page, look)).rejects.toThrow(expect.objectContaining({ refusal: { code: 'look.disturbed', params: {} } }))
    for (const each of [other, page]) each.call('advance', 10_000)
    expect(standing(page)).toEqual(standing(other))
  })

  it('gives way to another', async () => {
    const page = await running(slow())
    page.call('scale', web, 3)
    const first = page.ask('change', 'configmaps/default/quiet', 'next')
    page.pass(1)
    const second = page.ask('change', web, 'next')
    await expect(first).rejects.toThrow(expect.objectContaining({ refusal: { code: 'look.stopped', params: {} } }))
    expect(await settled(page, second)).not.toBeNull()
  })
})

describe('an Apply of many objects', () => {
  const text = maps(60)

  it('does the same in slices, at one moment, as one action', async () => {
    const [whole, sliced] = [quick(), slow()]
    const start = standing(whole)
    const known = await whole.ask('apply', text, 'maps.yaml')
    sliced.call('play', 10)
    const { now } = standing(sliced)
    const applied = await settled(sliced, sliced.ask('apply', text, 'maps.yaml'), () => expect(sliced.call('now')).toBe(now))
    expect(applied).toEqual(known)
    expect(applied).toMatchObject({ left: 0, documents: { length: 60 } })
    sliced.call('pause')
    expect(standing(sliced)).toEqual(standing(whole))
    const again = quick()
    again.call('importSession', sliced.call('exportSession', '', ''))
    expect(standing(again)).toEqual(standing(whole))
    sliced.call('undo')
    expect(sliced.call('hash')).toBe(start.hash)
  })

  it('answers looks and tells the page meanwhile, and lets what would change something wait', async () => {
    const [whole, sliced] = [quick(), slow()]
    void whole.call('apply', text, 'maps.yaml')
    whole.call('api', 'POST', '/api/v1/namespaces', { metadata: { name: 'late' } })
    const then = whole.call('advance', 1_000)
    const applying = sliced.ask('apply', text, 'maps.yaml')
    const [made, advanced] = [sliced.ask('api', 'POST', '/api/v1/namespaces', { metadata: { name: 'late' } }), sliced.ask('advance', 1_000)]
    let most = 0
    const frames = sliced.frames.length
    await settled(sliced, applying, () => {
      const { items } = sliced.call('api', 'GET', '/api/v1/namespaces/default/configmaps').body as { items: readonly unknown[] }
      expect(items.length).toBeGreaterThanOrEqual(most)
      most = items.length
      if (items.length < 60) expect(sliced.call('api', 'GET', '/api/v1/namespaces/late')).toMatchObject({ code: 404 })
      sliced.acknowledge()
    })
    expect(most).toBeGreaterThan(30)
    expect(sliced.frames.length - frames).toBeGreaterThan(5)
    expect([await made, await advanced]).toMatchObject([{ code: 201 }, then])
    expect(standing(sliced)).toEqual(standing(whole))
  })

  it('given up, keeps what was applied and says how many were not', async () => {
    const page = slow()
    const applying = page.ask('apply', text, 'maps.yaml')
    const said = () => page.posted.flatMap((message) => (message.type === 'working' && message.progress ? [message.progress] : []))
    while ((said().at(-1)?.done ?? 0) < 10) page.pass(100)
    page.call('giveUp', 'applying')
    const { documents, left, output } = await applying
    expect(documents.length + left).toBe(60)
    expect(left).toBeGreaterThan(0)
    expect(output).toHaveLength(documents.length + 1)
    expect(page.call('api', 'GET', `/api/v1/namespaces/default/configmaps/map-${documents.length - 1}`)).toMatchObject({ code: 200 })
    expect(page.call('api', 'GET', `/api/v1/namespaces/default/configmaps/map-${documents.length}`)).toMatchObject({ code: 404 })
    expect(said().at(-1)?.total).toBe(60)
  })
})
