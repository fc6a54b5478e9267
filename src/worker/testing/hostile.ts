/** A session that has had every kind of input, and all that can be done to each field of it by someone who means harm. */
import type { Refusal } from '../protocol.ts'
import { openPage } from './page.ts'
import { deployment, namespace } from './manifests.ts'

type Page = ReturnType<typeof openPage>
type Json = { [name: string]: unknown }

/** A short life with two branches, in the middle of one. */
export function eventfulLife() {
  const page = openPage()
  page.call('apply', `${namespace}\n---\n${deployment('web')}`, 'web.yaml')
  page.call('advance', 2_000)
  page.call('send', { from: 'internet', url: 'http://203.0.113.10/', method: 'GET' })
  const stream = page.call('startTraffic', { from: 'node/node-1', url: 'http://10.96.0.1/', method: 'GET' }, 2)
  page.call('addNode', 'node-3')
  const fault = page.call('fault', { type: 'slow', a: 'node-2', milliseconds: 20 })
  page.call('advance', 1_000)
  page.call('stop', 'kubelet/node-1')
  page.call('advance', 1_000)
  page.call('start', 'kubelet/node-1')
  page.call('heal', fault)
  page.call('stopTraffic', stream)
  page.call('advance', 1_000)
  page.call('undo')
  page.call('kubectl', ['scale', 'deployment/web', '--replicas=2', '-n', 'shop'])
  page.call('advance', 1_000)
  page.call('nameBranch', page.call('branches').at(-1)?.id ?? 0, 'two')
  return page
}

export type Place = readonly string[]

/** Every object, list and leaf of it, but the whole. */
export function placesIn(value: unknown, place: Place = []): readonly Place[] {
  const own = place.length > 0 ? [place] : []
  if (typeof value !== 'object' || value === null) return own
  return [...own, ...Object.entries(value).flatMap(([name, item]) => placesIn(item, [...place, name]))]
}

const script = '<script>alert(1)</script>'
const nested = (depth: number): unknown => JSON.parse('['.repeat(depth) + ']'.repeat(depth)) as unknown

/** What is put where something else was expected. JSON, so that `__proto__` is a field like others. */
export const evil: readonly string[] = [
  'null',
  'true',
  '-1',
  '0.5',
  '1e308',
  '9007199254740993',
  '""',
  `"${script}"`,
  '"__proto__"',
  '"constructor"',
  '"\\u0000\\ud800"',
  JSON.stringify('A'.repeat(5_000)),
  '[]',
  `["${script}",{}]`,
  JSON.stringify(nested(200)),
  '{}',
  '{"__proto__":{"polluted":true}}',
  '{"constructor":{"prototype":{"polluted":true}},"length":4294967296}',
  '{"toString":1,"valueOf":1,"toJSON":1,"then":1,"read":1}',
]

/** The text with this put at a place, as it stands, and nothing else changed. */
export function putAt(text: string, place: Place, value: string): string {
  const mark = 'put here by the test'
  return JSON.stringify(changed(text, place, (parent, name) => (parent[name] = mark))).replace(`"${mark}"`, () => value)
}

export const removeAt = (text: string, place: Place): string => JSON.stringify(changed(text, place, (parent, name) => (Array.isArray(parent) ? parent.splice(Number(name), 1) : delete parent[name])))

/** The text with a prototype among the fields of each object. */
export const seeded = (text: string): string => JSON.stringify(JSON.parse(text)).replaceAll(/(?<=[:[,]|^){(?=")/g, '{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}},')

function changed(text: string, place: Place, change: (parent: Json, name: string) => void): unknown {
  const whole = JSON.parse(text) as Json
  const parent = place.slice(0, -1).reduce((at, name) => at[name] as Json, whole)
  change(parent, place.at(-1) ?? '')
  return whole
}

/** Everything that could be lost. */
const shownBy = (page: Page): string => JSON.stringify([page.call('hash'), page.call('now'), page.call('branches')])

/**
 * What should not have happened when this was opened: it is to be refused by a code with a few words and to change
 * nothing, or it is opened, and each of its branches can be gone to and lives on.
 */
export async function harmDone(page: Page, open: () => unknown): Promise<readonly string[]> {
  const before = shownBy(page)
  const harm: string[] = []
  try {
    await open()
    for (const { id } of page.call('branches')) {
      page.call('switchTo', id)
      page.call('advance', 100)
    }
  } catch (error) {
    if (!isRefusal(error)) harm.push(`not refused, but broken: ${String(error)}`)
    if (shownBy(page) !== before) harm.push('refused, but it has changed something')
  }
  if (page.call('api', 'GET', '/api/v1/nodes').code !== 200) harm.push('the cluster no longer answers')
  if (page.posted.some(({ type }) => type === 'crashed')) harm.push('the simulation broke')
  if ('polluted' in {}) harm.push('every object has another prototype')
  return harm
}

/** Nothing in it is longer than a sentence can hold, or breaks its line. */
function isRefusal(error: unknown): boolean {
  const { refusal } = error as { readonly refusal?: Refusal }
  return refusal !== undefined && Object.values(refusal.params).every((value) => /^[^\n]{1,120}$/.test(String(value)))
}
