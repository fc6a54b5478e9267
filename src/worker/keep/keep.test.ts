import { describe, expect, it } from 'vitest'
import { parseAllDocuments } from 'yaml'
import { randomUint32 } from '../../sim/random.ts'
import { openPage } from '../testing/page.ts'
import { deployment, namespace } from '../testing/manifests.ts'
import { linkLimit } from './link.ts'

/** A short life with two branches, in the middle of one. */
function lived() {
  const page = openPage()
  page.call('apply', `${namespace}\n---\n${deployment('web')}`, 'web.yaml')
  page.call('advance', 8_000)
  page.call('scale', 'deployments.apps/shop/web', 3)
  page.call('advance', 8_000)
  page.call('seek', 21_000)
  page.call('scale', 'deployments.apps/shop/web', 2)
  page.call('advance', 5_000)
  page.call('nameBranch', 'branch-1', 'two')
  return page
}

const shownBy = (page: ReturnType<typeof openPage>) => ({ hash: page.call('hash'), now: page.call('now'), branches: page.call('branches') })

describe('a session file', () => {
  it('brings back the cluster, its branches and its history, byte for byte', () => {
    const page = lived()
    const text = page.call('exportSession', 'mine', '{"files":[]}')
    const other = openPage()
    expect(other.call('importSession', text)).toEqual({ name: 'mine', seed: 1, page: '{"files":[]}', manner: 'exact', kept: null })
    expect(shownBy(other)).toEqual(shownBy(page))
    for (const each of [page, other]) each.call('switchTo', 'main')
    expect(shownBy(other)).toEqual(shownBy(page))
    for (const each of [page, other]) each.call('undo')
    expect(shownBy(other)).toEqual(shownBy(page))
  })

  it('of another build makes the objects anew, and says so', () => {
    const text = lived().call('exportSession', '', '').replace('"build":"unbuilt"', '"build":"another"')
    const other = openPage()
    expect(other.call('importSession', text)).toMatchObject({ manner: 'objects' })
    expect(other.call('advanceUntil', 'deploy/shop/web', '{.status.readyReplicas}', 2, 30_000)).toMatchObject({ met: true })
  })

  it('of a newer Kubarium is refused, and nothing changes', () => {
    const page = lived()
    const before = shownBy(page)
    const text = page.call('exportSession', '', '').replace('"version":1', '"version":2')
    expect(() => page.call('importSession', text)).toThrow(expect.objectContaining({ refusal: { code: 'newer', params: { version: 2, known: 1 } } }))
    expect(shownBy(page)).toEqual(before)
  })

  it('whose other branch cannot have been is refused, though it shows the first', () => {
    const page = lived()
    page.call('switchTo', 'main')
    const session = JSON.parse(page.call('exportSession', '', '')) as { tree: { branches: { log: { at: number }[]; head: { at: number } }[] } }
    const [, second] = session.tree.branches
    for (const moment of [...(second?.log ?? []), ...(second ? [second.head] : [])]) moment.at += 90_000_000
    const before = shownBy(page)
    expect(() => page.call('importSession', JSON.stringify(session))).toThrow(expect.objectContaining({ refusal: { code: 'unfit', params: {} } }))
    expect(shownBy(page)).toEqual(before)
  })

  it('brings the whole timeline of each branch', () => {
    const page = lived()
    const other = openPage()
    void other.call('importSession', page.call('exportSession', '', ''))
    const range = { from: 0, to: 60_000_000, bins: 600 }
    for (const branch of ['main', 'two']) {
      for (const each of [page, other]) each.call('switchTo', branch)
      const { marks, lanes } = page.call('timeline', range)
      expect(other.call('timeline', range)).toMatchObject({ marks, lanes })
    }
  })

  it('that takes long is opened a slice at a time, says how far it is, and can be given up', async () => {
    const text = lived().call('exportSession', '', '')
    const page = openPage(1, 50)
    const before = shownBy(page)
    const opening = page.ask('importSession', text)
    const said = () => page.posted.flatMap((message) => (message.type === 'working' && message.work === 'opening' ? [message.progress] : []))
    for (let round = 0; said().length < 3 && round < 1_000; round++) page.pass(1)
    const done = said().map((progress) => (progress ? progress.done / progress.total : -1))
    expect(done.every((share) => share > 0 && share < 1)).toBe(true)
    expect(done).toEqual(done.toSorted())
    expect(shownBy(page)).toEqual(before)
    page.call('giveUp', 'opening')
    await expect(opening).rejects.toThrow(expect.objectContaining({ refusal: { code: 'cancelled', params: {} } }))
    expect(said().at(-1)).toBe(null)
    expect(shownBy(page)).toEqual(before)

    const again = page.ask('importSession', text)
    for (let round = 0; said().filter((progress) => progress === null).length < 2 && round < 10_000; round++) page.pass(1)
    expect(await again).toMatchObject({ manner: 'exact' })
    const whole = openPage()
    void whole.call('importSession', text)
    expect(shownBy(page)).toEqual(shownBy(whole))
  })

  it('that would have to be run for years is refused', () => {
    const text = lived().call('exportSession', '', '').replaceAll(/"taken":\d+/g, '"taken":9007199254740991')
    expect(() => openPage().call('importSession', text)).toThrow(expect.objectContaining({ refusal: { code: 'long', params: { days: 7, events: 3_000_000 } } }))
  })
})

describe('a link', () => {
  it('leads to the same moment', async () => {
    const page = lived()
    const { fragment, holds } = await page.ask('link', '')
    expect(holds).toBe('moment')
    expect(fragment).toMatch(/^k1\.[\w-]+$/)
    const other = openPage()
    expect(await other.ask('readLink', `#${fragment}`)).toEqual({ refusal: null, seed: 1, actions: 3, at: page.call('now') * 1_000, foreign: false })
    expect(other.call('branches')).toHaveLength(1)
    await other.ask('openLink', fragment)
    expect([other.call('hash'), other.call('now')]).toEqual([page.call('hash'), page.call('now')])
  })

  it('to a history that does not fit leads to the scenario, and says so', async () => {
    const page = openPage(7)
    for (let i = 0; i < 60; i++) page.call('apply', `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c${i}, namespace: default}\ndata: {text: "${Array.from({ length: 60 }, (_, k) => randomUint32(i, 3, k).toString(36)).join('')}"}`, 'c.yaml')
    const { fragment, holds } = await page.ask('link', '')
    expect(holds).toBe('scenario')
    expect(fragment.length).toBeLessThan(linkLimit)
    const other = openPage()
    await other.ask('openLink', fragment)
    expect(other.call('hash')).toBe(openPage(7).call('hash'))
  })
})

describe('objects as YAML', () => {
  const page = openPage()
  page.call('apply', [namespace, deployment('web'), 'apiVersion: v1\nkind: Service\nmetadata: {name: web, namespace: shop}\nspec: {selector: {app: web}, ports: [{port: 80}]}', 'apiVersion: v1\nkind: Service\nmetadata: {name: none, namespace: shop}\nspec: {clusterIP: None, selector: {app: web}, ports: [{port: 80}]}', 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: words, namespace: shop}\ndata: {yes: "on", number: "010"}'].join('\n---\n'), 'all.yaml')
  page.call('advance', 2_000)
  // The Namespace's ServiceAccount must be there first.
  page.call('apply', 'apiVersion: v1\nkind: Pod\nmetadata: {name: alone, namespace: shop}\nspec: {containers: [{name: a, image: "nginx:1.27"}]}', 'pod.yaml')
  page.call('advance', 10_000)
  const text = page.call('exportObjects')
  const objects = parseAllDocuments(text).map((document) => document.toJS() as { kind: string; metadata: Record<string, unknown>; spec?: Record<string, unknown>; status?: unknown })

  it('are those that a person made, without what servers fill in', () => {
    expect(objects.map(({ kind, metadata }) => `${kind}/${String(metadata['name'])}`).toSorted()).toEqual(['ConfigMap/words', 'Deployment/web', 'Namespace/shop', 'Pod/alone', 'Service/none', 'Service/web'])
    expect(objects[0]?.kind).toBe('Namespace')
    for (const { metadata, status, spec } of objects) {
      expect(status).toBeUndefined()
      for (const field of ['uid', 'resourceVersion', 'generation', 'creationTimestamp', 'managedFields', 'ownerReferences']) expect(metadata).not.toHaveProperty(field)
      expect(spec ?? {}).not.toHaveProperty('nodeName')
    }
    expect(objects.find(({ kind, metadata }) => kind === 'Service' && metadata['name'] === 'web')?.spec?.['clusterIP']).toBeUndefined()
    expect(objects.find(({ metadata }) => metadata['name'] === 'none')?.spec?.['clusterIP']).toBe('None')
  })

  it('are accepted by another cluster', () => {
    const other = openPage(5)
    other.call('apply', namespace, 'namespace.yaml')
    other.call('advance', 2_000)
    const applied = other.call('apply', text, 'objects.yaml')
    expect(applied.documents.map(({ verb }) => verb)).toEqual(objects.map(({ kind }) => (kind === 'Namespace' ? 'unchanged' : 'created')))
    expect(applied.problems).toEqual([])
    expect(other.call('advanceUntil', 'deploy/shop/web', '{.status.readyReplicas}', 1, 30_000)).toMatchObject({ met: true })
  })
})
