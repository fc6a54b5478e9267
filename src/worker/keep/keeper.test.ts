import { describe, expect, it } from 'vitest'
import { createHost } from '../host.ts'
import type { DoorCall, DoorMethods, KeptNotice, ToPage } from '../protocol.ts'
import { deployment, namespace } from '../testing/manifests.ts'
import type { Claims, KeptParts, Shelf } from './shelf.ts'

interface Write {
  readonly id: string
  readonly parts: Partial<KeptParts>
}

/** A shelf in memory, which keeps text as a browser keeps copies, and every write that was made. */
function memoryShelf(writes: readonly Write[] = []) {
  const kept = new Map<string, string>()
  const done: Write[] = []
  let isFull = false
  let isLost = false
  const write = (id: string, parts: Partial<KeptParts>) => {
    kept.set(id, JSON.stringify({ ...(JSON.parse(kept.get(id) ?? '{}') as object), ...parts }))
    done.push({ id, parts: JSON.parse(JSON.stringify(parts)) as Partial<KeptParts> })
  }
  for (const { id, parts } of writes) write(id, parts)
  const read = (id: string) => JSON.parse(kept.get(id) ?? '{}') as Partial<KeptParts>
  const full = Object.assign(new Error('no room'), { name: 'QuotaExceededError' })
  const act = async <T>(doing: () => T): Promise<T> => {
    if (isLost) throw new Error('there is no shelf')
    return Promise.resolve(doing())
  }
  const shelf: Shelf = {
    list: () => act(() => [...kept.keys()].flatMap((id) => read(id).card ?? [])),
    read: (id) => act(() => read(id)),
    write: (id, parts) => (isFull ? Promise.reject(full) : act(() => write(id, parts))),
    remove: (id) => act(() => void (isFull = !kept.delete(id))),
  }
  return {
    shelf,
    done,
    fill: () => {
      isFull = true
    },
    lose: () => {
      isLost = true
    },
  }
}

const held = new Map<object, Set<string>>()
/** One tab at a time, for all that share this shelf. */
function claimsOn(shelf: object): Claims {
  const names = held.get(shelf) ?? new Set<string>()
  held.set(shelf, names)
  return {
    claim: (id) => {
      if (names.has(id)) return Promise.resolve(null)
      names.add(id)
      return Promise.resolve(() => void names.delete(id))
    },
  }
}

const settled = () => new Promise((resolve) => setTimeout(resolve, 0))

interface TabOptions {
  readonly cluster?: string
  readonly claims?: Claims
  /** Milliseconds that each look at the wall clock takes. */
  readonly tick?: number
}

/** A tab on this shelf, once its cluster is open. */
async function openTab(place: { readonly shelf: Shelf }, cluster = '1', claims = claimsOn(place.shelf)) {
  const tab = startTab(place, { cluster, claims })
  for (let round = 0; round < 10 && !tab.isOpen(); round++) await settled()
  await tab.ask('pause')
  return tab
}

/** `die` ends it without a word. */
function startTab({ shelf }: { readonly shelf: Shelf }, { cluster = '1', claims = claimsOn(shelf), tick = 0 }: TabOptions) {
  const posted: ToPage[] = []
  const due: (() => void)[] = []
  let wall = 0
  let id = 0
  const host = createHost({
    post: (message) => posted.push(message),
    clock: { now: () => (wall += tick), soon: (act) => due.push(act), later: (act) => due.push(act) },
    storage: { shelf, claims, date: () => 1_000_000 + wall },
  })
  host.receive({ type: 'open', seed: 1, automation: false, cluster })
  const answerTo = (wanted: number) => posted.find((message) => (message.type === 'reply' || message.type === 'failed') && message.id === wanted)
  return {
    posted,
    isOpen: () => posted.some(({ type }) => type === 'boot'),
    told: () => posted.flatMap((message) => (message.type === 'working' && message.work === 'opening' ? [message.progress] : [])),
    notice: () => posted.findLast((message): message is Extract<ToPage, { type: 'kept' }> => message.type === 'kept')?.notice as KeptNotice,
    ask: async <M extends keyof DoorMethods>(method: M, ...args: Parameters<DoorMethods[M]>): Promise<Awaited<ReturnType<DoorMethods[M]>>> => {
      const mine = ++id
      host.receive({ type: 'call', id: mine, method, args } as DoorCall)
      for (let round = 0; round < 50 && !answerTo(mine); round++) await settled()
      const answer = answerTo(mine)
      if (answer?.type === 'failed') throw new Error(answer.message)
      return (answer as Extract<ToPage, { type: 'reply' }>).value as Awaited<ReturnType<DoorMethods[M]>>
    },
    /** Wall time in which what waits is done. */
    pass: async (milliseconds: number) => {
      wall += milliseconds
      for (const act of due.splice(0)) act()
      await settled()
    },
    die: () => host.close(),
  }
}

const shownBy = async (tab: Awaited<ReturnType<typeof openTab>>) => ({ hash: await tab.ask('hash'), now: await tab.ask('now'), branches: await tab.ask('branches') })

/** Things done, with time between them in which the saver works. */
async function live(tab: Awaited<ReturnType<typeof openTab>>): Promise<Awaited<ReturnType<typeof shownBy>>[]> {
  const seen = [await shownBy(tab)]
  const then = async (act: () => Promise<unknown>) => {
    await act()
    seen.push(await shownBy(tab))
    await tab.pass(1_100)
    await tab.pass(11_000)
    seen.push(await shownBy(tab))
  }
  await then(() => tab.ask('apply', `${namespace}\n---\n${deployment('web')}`, 'web.yaml'))
  await then(() => tab.ask('advance', 8_000))
  await then(() => tab.ask('scale', 'deployments.apps/shop/web', 3))
  await then(() => tab.ask('advance', 9_000))
  await then(() => tab.ask('seek', 16_000))
  await then(() => tab.ask('scale', 'deployments.apps/shop/web', 2))
  await then(() => tab.ask('advance', 2_000))
  await then(() => tab.ask('undo'))
  await then(() => tab.ask('switchTo', 'main'))
  return seen
}

/** What happened in it has all to be run again. */
async function keptWithoutKeyframe() {
  const written = memoryShelf()
  const first = await openTab(written)
  await live(first)
  const known = await shownBy(first)
  const place = memoryShelf(written.done.map(({ id, parts: { keyframe: _, ...parts } }) => ({ id, parts })))
  return { place, known }
}

describe('a cluster that is kept', () => {
  it('is new at first, and is there again as it was, with its branches and its history', async () => {
    const place = memoryShelf()
    const first = await openTab(place)
    expect(first.notice()).toEqual({ id: '1', name: '', status: 'new' })
    const seen = await live(first)
    first.die()
    const again = await openTab(place, '1', claimsOn({}))
    expect(again.notice()).toEqual({ id: '1', name: '', status: 'restored' })
    expect(await shownBy(again)).toEqual(seen.at(-1))
    await again.ask('seek', 14_000)
    expect(await again.ask('now')).toBe(14_000)
    expect((await again.ask('timeline', { from: 0, to: 30_000_000, bins: 500 })).lanes).toHaveLength(1)
  })

  it('opens whichever write was the last, as it was at some moment shown before', async () => {
    const place = memoryShelf()
    const seen = await live(await openTab(place))
    const known = new Set(seen.map(({ hash }) => hash))
    expect(place.done.length).toBeGreaterThan(12)
    for (let cut = 0; cut <= place.done.length; cut++) {
      const tab = await openTab(memoryShelf(place.done.slice(0, cut)), '1', claimsOn({}))
      expect(tab.posted.some(({ type }) => type === 'crashed'), `after write ${cut}`).toBe(false)
      expect(known.has(await tab.ask('hash')), `after write ${cut}`).toBe(true)
      await tab.ask('advance', 1_000)
    }
  })

  it('opens by another build with its history closed, and by another state version with its objects made anew', async () => {
    for (const [change, status] of [['build', 'closed'], ['state', 'objects']] as const) {
      const place = memoryShelf()
      const first = await openTab(place)
      await live(first)
      const { hash } = await shownBy(first)
      const foreign = place.done.map(({ id, parts }) => ({
        id,
        parts: {
          ...parts,
          ...(parts.session && { session: { ...parts.session, [change]: change === 'build' ? 'another' : 99 } }),
          ...(parts.keyframe && { keyframe: { ...parts.keyframe, [change]: change === 'build' ? 'another' : 99 } }),
        },
      }))
      const shelf = memoryShelf(foreign)
      const tab = await openTab(shelf)
      expect(tab.notice().status).toBe(status)
      expect((await tab.ask('branches')).length).toBe(1)
      await tab.ask('advance', 20_000)
      expect(await tab.ask('advanceUntil', 'deploy/shop/web', '{.status.readyReplicas}', 3, 60_000)).toMatchObject({ met: true })
      if (status === 'closed') {
        const text = await tab.ask('exportSession', '', '')
        expect(JSON.parse(text)).toMatchObject({ born: '' })
        const elsewhere = await openTab(memoryShelf())
        expect(await elsewhere.ask('importSession', text)).toMatchObject({ manner: 'objects' })
        await tab.pass(1_100)
        await tab.pass(11_000)
        const then = await shownBy(tab)
        const again = await openTab(shelf, '1', claimsOn({}))
        expect(again.notice().status).toBe('restored')
        expect(await shownBy(again)).toEqual(then)
      } else expect(await tab.ask('hash')).not.toBe(hash)
    }
  })

  it('opens by what is left of it where the rest is damaged or does not fit', async () => {
    const place = memoryShelf()
    const first = await openTab(place)
    await live(first)
    const then = await shownBy(first)
    let frames = 0
    const late = (parts: Partial<KeptParts>) => parts.session && { session: { ...parts.session, tree: { ...parts.session.tree, branches: parts.session.tree.branches.map((branch) => ({ ...branch, log: branch.log.map((logged) => ({ ...logged, at: (logged.at + 1e9) as typeof logged.at })) })) } } }
    const cases: readonly { readonly status: string; readonly damage: (parts: Partial<KeptParts>) => Partial<KeptParts> }[] = [
      { status: 'restored', damage: (parts) => ({ ...parts, ...(parts.keyframe && { keyframe: { ...parts.keyframe, text: '{' } }) }) },
      { status: 'closed', damage: ({ keyframe, ...parts }) => ({ ...parts, ...late(parts), ...(keyframe && ++frames === 1 && { keyframe }) }) },
      { status: 'objects', damage: ({ keyframe: _, ...parts }) => ({ ...parts, ...late(parts) }) },
    ]
    for (const { status, damage } of cases) {
      const tab = await openTab(memoryShelf(place.done.map(({ id, parts }) => ({ id, parts: damage(parts) }))), '1', claimsOn({}))
      expect(tab.notice().status).toBe(status)
      if (status === 'restored') expect(await shownBy(tab)).toEqual(then)
      await tab.ask('advance', 1_000)
      expect(tab.posted.some(({ type }) => type === 'crashed')).toBe(false)
    }
  })

  it('that takes long is opened a slice at a time, says how far it is, and is the same', async () => {
    const { place, known } = await keptWithoutKeyframe()
    const tab = startTab(place, { claims: claimsOn({}), tick: 50 })
    for (let round = 0; round < 10_000 && !tab.isOpen(); round++) await tab.pass(1)
    expect(tab.told().length).toBeGreaterThan(5)
    expect(tab.told().every((progress) => progress === null || progress.done <= progress.total)).toBe(true)
    expect(tab.notice()).toEqual({ id: '1', name: '', status: 'restored' })
    await tab.ask('pause')
    expect(await shownBy(tab)).toEqual(known)
  })

  it('that nobody waits for at the start makes room for another, and is left as it is', async () => {
    const { place, known } = await keptWithoutKeyframe()
    const tab = startTab(place, { claims: claimsOn({}), tick: 50 })
    for (let round = 0; round < 10_000 && tab.told().length === 0; round++) await tab.pass(1)
    await tab.ask('giveUp', 'opening')
    for (let round = 0; round < 100 && !tab.isOpen(); round++) await tab.pass(1)
    expect(tab.notice()).toMatchObject({ status: 'new' })
    expect(tab.notice().id).not.toBe('1')
    expect(await tab.ask('api', 'GET', '/api/v1/namespaces/shop')).toMatchObject({ code: 404 })
    tab.die()
    expect(await shownBy(await openTab(place, '1', claimsOn({})))).toEqual(known)
  })

  it('that nobody waits for leaves the one that is open as it is, and kept', async () => {
    const { place, known } = await keptWithoutKeyframe()
    const tab = startTab(place, { cluster: 'another', claims: claimsOn({}), tick: 50 })
    for (let round = 0; round < 10_000 && !tab.isOpen(); round++) await tab.pass(1)
    await tab.ask('pause')
    const opening = tab.ask('openCluster', '1')
    const refused = expect(opening).rejects.toThrow('cancelled')
    for (let round = 0; round < 20 && tab.told().length === 0; round++) await tab.pass(1)
    await tab.ask('apply', namespace, 'namespace.yaml')
    const mine = await shownBy(tab)
    await tab.ask('giveUp', 'opening')
    await refused
    expect(await shownBy(tab)).toEqual(mine)
    await tab.pass(1_100)
    tab.die()
    expect(await shownBy(await openTab(place, 'another', claimsOn({})))).toEqual(mine)
    expect(await shownBy(await openTab(place, '1', claimsOn({})))).toEqual(known)
  })

  it('is a copy that is not kept where another tab has it, and can be kept as another', async () => {
    const place = memoryShelf()
    const first = await openTab(place)
    await first.ask('apply', namespace, 'namespace.yaml')
    await first.pass(1_100)
    const second = await openTab(place)
    expect(second.notice().status).toBe('elsewhere')
    expect(await second.ask('api', 'GET', '/api/v1/namespaces/shop')).toMatchObject({ code: 200 })
    const before = place.done.length
    await second.ask('delete', 'namespaces/shop')
    await second.pass(1_100)
    expect(place.done.length).toBe(before)
    expect(await second.ask('copyCluster', 'mine')).toMatchObject({ name: 'mine', status: 'new' })
    expect((await first.ask('clusters')).map(({ name }) => name).toSorted()).toEqual(['', 'mine'])
    await expect(first.ask('deleteCluster', (await second.ask('clusters')).find(({ name }) => name === 'mine')?.id ?? '')).rejects.toThrow('kept.elsewhere')
  })

  it('says once that no more can be kept, and goes on', async () => {
    const place = memoryShelf()
    const tab = await openTab(place)
    place.fill()
    await tab.ask('apply', namespace, 'namespace.yaml')
    await tab.pass(1_100)
    expect(tab.notice().status).toBe('full')
    expect(await tab.ask('advance', 1_000)).toBeGreaterThan(0)
    expect(tab.posted.filter(({ type }) => type === 'kept')).toHaveLength(2)
  })

  it('is kept again once others were deleted, with what happened meanwhile', async () => {
    const place = memoryShelf()
    const tab = await openTab(place)
    const other = await tab.ask('newCluster', 'second', 7)
    await tab.ask('openCluster', '1')
    await tab.ask('pause')
    place.fill()
    await tab.ask('apply', namespace, 'namespace.yaml')
    await tab.pass(1_100)
    expect(tab.notice().status).toBe('full')
    await tab.ask('deleteCluster', other.id)
    expect(tab.notice()).toEqual({ id: '1', name: '', status: 'again' })
    const then = await shownBy(tab)
    tab.die()
    expect(await shownBy(await openTab(place, '1', claimsOn({})))).toEqual(then)
  })

  it.each([0, 1, 2, 5])('is as good as any where nothing can be kept from write %i on, and says so', async (count) => {
    const place = memoryShelf()
    if (count === 0) place.lose()
    const tab = await openTab(place)
    for (let round = 0; round < 6; round++) {
      if (place.done.length >= count) place.lose()
      await tab.ask('apply', namespace.replace('shop', `shop-${round}`), 'namespace.yaml')
      await tab.pass(1_100)
    }
    expect(tab.notice().status).toBe('unkept')
    await expect(tab.ask('clusters')).rejects.toThrow('kept.nowhere')
    await expect(tab.ask('deleteCluster', 'another')).rejects.toThrow('kept.nowhere')
    await expect(tab.ask('renameCluster', 'another', 'mine')).rejects.toThrow('kept.nowhere')
    expect(await tab.ask('newCluster', 'second', 7)).toMatchObject({ name: 'second', status: 'unkept' })
    expect(await tab.ask('copyCluster', 'third')).toMatchObject({ name: 'third', status: 'unkept' })
    expect((await tab.ask('openCluster', '1')).status).toBe('unkept')
    const text = await tab.ask('exportSession', '', '')
    expect(await tab.ask('importSession', text)).toMatchObject({ manner: 'exact', kept: { status: 'unkept' } })
    expect(tab.posted.some(({ type }) => type === 'crashed')).toBe(false)
  })

  it('stands beside others: made, named, copied, opened and deleted', async () => {
    const place = memoryShelf()
    const tab = await openTab(place)
    await tab.ask('renameCluster', '1', 'first')
    await tab.ask('apply', namespace, 'namespace.yaml')
    const hash = await tab.ask('hash')
    await tab.pass(1_100)
    const other = await tab.ask('newCluster', 'second', 7)
    expect(await tab.ask('api', 'GET', '/api/v1/namespaces/shop')).toMatchObject({ code: 404 })
    await tab.pass(1_100)
    await tab.ask('openCluster', '1')
    await tab.ask('pause')
    expect(await tab.ask('hash')).toBe(hash)
    await expect(tab.ask('deleteCluster', '1')).rejects.toThrow('kept.open')
    await tab.ask('deleteCluster', other.id)
    expect((await tab.ask('clusters')).map(({ name }) => name)).toEqual(['first'])
  })
})
