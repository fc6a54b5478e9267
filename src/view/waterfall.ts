/**
 * The hops of a request as lines of a waterfall. A rule that was hit and the link that follows it are one line, and so
 * is a call to a Service whose rule is the next line; what took no time and says nothing more is left out.
 */
import type { Sentence } from './explain.ts'
import { tailOf } from './format.ts'
import { partsOfKey, type World } from './world.ts'
import type { Hop, Outcome, Place } from '../worker/protocol.ts'

export interface WaterfallLine {
  readonly title: Sentence
  /** Where the line leads to; opened by a click. '' if there is nothing to open. */
  readonly object: Place
  readonly depth: number
  /** Micros after the request began. */
  readonly start: number
  readonly duration: number
  /** Micros: the moment of its hop. */
  readonly told: number
  readonly outcome: Outcome
  readonly isCrossNode: boolean
  /** `servera-svc → 10.96.8.112`: texts and addresses, in order. */
  readonly details: readonly Sentence[]
  readonly addresses: readonly string[]
}

/** How a place is called in a sentence. */
export function nameOfPlace(world: World, place: Place): string {
  const row = world.byKey.get(place)
  const { resource, name } = partsOfKey(place)
  if (resource === 'pods') return row?.app ? `${row.app} ${tailOf(name)}` : name
  if (place === 'process/ingress-controller') return 'Ingress'
  if (place === 'process/coredns') return 'CoreDNS'
  return place === 'internet' ? 'Internet' : name || resource
}

export function waterfallOf(world: World, request: { readonly start: number; readonly hops: readonly Hop[] }): readonly WaterfallLine[] {
  const lines: WaterfallLine[] = []
  for (let i = 0; i < request.hops.length; i++) {
    const hop = request.hops[i]
    const next = request.hops[i + 1]
    if (!hop) continue
    if (hop.type === 'send' && next?.type === 'rule' && hop.duration === 0) continue
    if (hop.type === 'rule' && next?.type === 'link' && next.depth === hop.depth) {
      lines.push(lineOf(world, request.start, { ...hop, duration: hop.duration + next.duration, outcome: next.outcome, params: { ...hop.params, ...next.params } }))
      i++
    } else lines.push(lineOf(world, request.start, hop))
  }
  return lines
}

function lineOf(world: World, start: number, hop: Hop): WaterfallLine {
  const isObject = world.byKey.has(hop.to)
  return {
    title: titleOf(world, hop),
    object: isObject ? hop.to : '',
    depth: hop.depth,
    start: hop.start - start,
    duration: hop.duration,
    told: hop.told,
    outcome: hop.outcome,
    isCrossNode: hop.params['crossNode'] === 'true' && hop.type !== 'reply',
    details: detailsOf(hop),
    addresses: addressesOf(hop),
  }
}

const say = (key: string, params: Sentence['params'] = {}): Sentence => ({ key: `inspector.request.hop.${key}`, params })
const bare = (name: unknown): string => String(name ?? '').split('/').at(-1) ?? ''

function titleOf(world: World, { type, from, to, params, outcome }: Hop): Sentence {
  const names = { from: nameOfPlace(world, from), to: nameOfPlace(world, to) }
  if (type === 'rule') {
    const service = bare(params['service'])
    return outcome === 'ok' ? say('rule', { service, pod: names.to }) : say('ruleRefused', { service, node: params['node'] ?? '' })
  }
  if (type === 'rewrite') {
    if (outcome !== 'ok') return say('noRoute')
    return params['before'] === params['after'] ? say('route', { service: bare(params['service']) }) : say('rewrite')
  }
  if (type === 'serve') return say(outcome === 'ok' ? 'serve' : 'serveFailed', names)
  return say(type, names)
}

function detailsOf({ type, params, outcome }: Hop): readonly Sentence[] {
  if (type === 'dns') {
    const name = shortHost(String(params['name'] ?? ''))
    return [outcome === 'ok' ? say('dnsAnswer', { name }) : say('dnsFailed', { name, code: params['code'] ?? '' })]
  }
  if (type === 'rule' && outcome === 'ok') return [say('ruleAt', { node: params['node'] ?? '', count: params['endpoints'] ?? 0 })]
  if (type === 'reply') return [say('replyBytes', { status: params['status'] ?? '', count: params['bytes'] ?? 0 })]
  if (type === 'fail') return [{ key: 'inspector.request.hop.text', params: { text: String(params['error'] ?? params['reason'] ?? '') } }]
  const text = type === 'rewrite' ? rewriteText(params) : type === 'send' || type === 'serve' ? `${params['method'] ?? ''} ${params['path'] ?? ''}`.trim() : ''
  return text === '' ? [] : [{ key: 'inspector.request.hop.text', params: { text } }]
}

const rewriteText = ({ before = '', after = '' }: Hop['params']): string => (before === after ? String(before) : `${before} → ${after}`)

/** `servera-svc.my-test-space.svc.cluster.local` → `servera-svc.my-test-space`. */
const shortHost = (host: string): string => host.replace(/\.svc\.cluster\.local\.?$/, '')

function addressesOf({ type, fromAddress, toAddress, params }: Hop): readonly string[] {
  if (type === 'dns') return params['answer'] ? [String(params['answer'])] : []
  if (type === 'serve' || type === 'rewrite' || type === 'reply') return []
  return [fromAddress, toAddress].filter((address) => address !== '')
}
