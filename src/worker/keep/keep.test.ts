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
    expect(() => page.call('importSession', text)).toThrow('This is not a session that can be opened: it was written by a newer Kubarium (format 2, this one reads 1).')
    expect(shownBy(page)).toEqual(before)
  })

  it('that would have to be run for years is refused', () => {
    const text = lived().call('exportSession', '', '').replaceAll(/"taken":\d+/g, '"taken":9007199254740991')
    expect(() => openPage().call('importSession', text)).toThrow('it would have to be run for too long')
  })
})

/** Damage done to a good file: characters, fields, shapes. */
function damaged(text: string, index: number): string {
  const draw = (counter: number, below: number) => randomUint32(index, 9, counter) % below
  const place = draw(0, text.length)
  const evil = ['<script>alert(1)</script>', '{"__proto__":{"polluted":true}}', '[]', 'null', '-1', '1e308', '"\\u0000"', '[[[[[[[[]]]]]]]]', 'true', '"constructor"']
  const put = evil[draw(1, evil.length)] ?? ''
  const kinds = [
    () => text.slice(0, place),
    () => text.slice(0, place) + put + text.slice(place),
    () => text.slice(place),
    () => text.replace(/"(at|taken|inputs|seed|current|parent|id)":\d+/, (found) => `${found.split(':')[0] ?? ''}:${put}`),
    () => replaceNth(text, /"(at|taken|inputs|id)":\d+/g, { nth: draw(2, 30), put: (found) => `${found.split(':')[0] ?? ''}:${[put, String(draw(3, 1_000_000_000))][draw(4, 2)] ?? ''}` }),
    () => replaceNth(text, /"(type|method|path|build|format|scenario|from|url)":"[^"]*"/g, { nth: draw(2, 30), put: (found) => `${found.split(':')[0] ?? ''}:${put}` }),
    () => JSON.stringify({ ...(JSON.parse(text) as object), tree: JSON.parse(put.startsWith('<') ? '{}' : put) as unknown }),
    () => '['.repeat(5_000 + place) + ']'.repeat(5_000 + place),
    () => put,
    () => text.replace('"type":"http"', `"type":"${['eval', 'import', '__proto__', 'send', 'fault', 'heal', 'start'][draw(5, 7)] ?? ''}"`),
  ]
  return kinds[index % kinds.length]?.() ?? ''
}

function replaceNth(text: string, pattern: RegExp, { nth, put }: { readonly nth: number; readonly put: (found: string) => string }): string {
  let count = -1
  return text.replaceAll(pattern, (found) => (++count === nth ? put(found) : found))
}

describe('200 hostile files', () => {
  const page = lived()
  const text = page.call('exportSession', 'mine', '')
  it.each(Array.from({ length: 200 }, (_, index) => index))('number %i runs nothing, loses nothing, and is refused in one sentence if it is', (index) => {
    const before = shownBy(page)
    try {
      void page.call('importSession', damaged(text, index))
    } catch (error) {
      expect((error as Error).message).toMatch(/^This (is not a session that can be opened: |session cannot be opened: )[^\n]{1,160}\.$/)
      expect(shownBy(page)).toEqual(before)
    }
    expect(page.posted.some(({ type }) => type === 'crashed')).toBe(false)
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined()
    expect(page.call('api', 'GET', '/api/v1/nodes')).toMatchObject({ code: 200 })
  })
})

describe('a link', () => {
  it('leads to the same moment', async () => {
    const page = lived()
    const { fragment, holds } = await page.ask('link', '')
    expect(holds).toBe('moment')
    expect(fragment).toMatch(/^k1\.[\w-]+$/)
    const other = openPage()
    expect(await other.ask('readLink', `#${fragment}`)).toEqual({ message: '', seed: 1, actions: 3, at: page.call('now') * 1_000, foreign: false })
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

  it('that is cut, changed, newer, too long or a bomb is refused in one sentence', async () => {
    const page = lived()
    const { fragment } = await page.ask('link', '')
    const bomb = await new Response(new Blob([' '.repeat(40_000_000)]).stream().pipeThrough(new CompressionStream('deflate-raw'))).arrayBuffer()
    const bombText = `k1.${Buffer.from(bomb).toString('base64url')}`.slice(0, 2 * linkLimit)
    const bad = [fragment.slice(0, 60), `${fragment.slice(0, 200)}AAAA${fragment.slice(210)}`, 'k2.abc', `k1.${'A'.repeat(50_000)}`, bombText, 'k1.', 'k1.!!!!', '#javascript:alert(1)', '']
    for (const text of bad) {
      const { message } = await page.ask('readLink', text)
      expect(message).toMatch(/^This (link|is not)[^\n]{1,160}\.$/)
      await expect(page.ask('openLink', text)).rejects.toThrow(message)
    }
    expect(page.posted.some(({ type }) => type === 'crashed')).toBe(false)
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
