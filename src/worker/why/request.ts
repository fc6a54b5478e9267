/** Why a request was answered as it was, or not at all, read off its hops; and why it went this way. */
import type { Hop, RequestDetail, WhySentence } from '../protocol.ts'
import { keyOf, partsOf, type Evidence } from './evidence.ts'
import { failure } from './request-failure.ts'
import { answer, asDetails, detail } from './sentence.ts'

export function whyRequest(e: Evidence, request: RequestDetail): readonly WhySentence[] {
  return [...outcome(e, request), ...way(e, request.hops)]
}

function outcome(e: Evidence, request: RequestDetail): readonly WhySentence[] {
  const { hops, status, error, start } = request
  if (request.outcome === 'pending') return [answer('request.pending', { age: e.now - start })]
  if (error !== '') return failure(e, { hops, error, url: request.url })
  const page = ingressPage(hops, { status, url: request.url })
  if (page) return [page, ...asDetails(brokenCall(e, hops, 0))]
  const pod = hops.findLast(({ type, depth }) => type === 'serve' && depth === 0)?.to
  if (pod === undefined) return [answer('request.answered', { status })]
  if (status < 400) return [answer('request.ok', { pod, status })]
  return [answer('request.app-error', { pod, status }), ...brokenCall(e, hops, 1)]
}

const ingressController = 'process/ingress-controller'

/** What nginx itself answered. */
function ingressPage(hops: readonly Hop[], { status, url }: { status: number; url: string }): WhySentence | undefined {
  if (!hops.some(({ to, depth }) => to === ingressController && depth === 0)) return undefined
  const served = hops.some(({ type, depth, outcome: ended }) => type === 'serve' && depth === 0 && ended === 'ok')
  const routed = hops.find(({ type }) => type === 'rewrite')
  if (!routed) {
    const { host, pathname } = new URL(url)
    return answer('request.ingress.no-path', { host, path: pathname })
  }
  const service = routed.to
  const ingress = ingressOf(routed)
  const address = hops.find(({ type, from }) => type === 'link' && from === ingressController)?.toAddress ?? ''
  if (status === 503 && !served && address === '') return answer('request.ingress.no-endpoints', { service, ingress })
  if (status === 502) return answer('request.ingress.bad-gateway', { service, address })
  return status === 504 ? answer('request.ingress.gateway-timeout', { service, address }) : undefined
}

const ingressOf = ({ params }: Pick<Hop, 'params'>): string => `ingresses.networking.k8s.io/${String(params['ingress'])}`

/** The call at this depth that went wrong first, if one did. */
function brokenCall(e: Evidence, hops: readonly Hop[], depth: number): readonly WhySentence[] {
  const inner = hops.filter((hop) => hop.depth === depth)
  const failed = inner.find(({ type, outcome: ended }) => type === 'fail' || (type === 'rule' && ended !== 'ok') || (type === 'dns' && ended !== 'ok'))
  const broken = inner.some(({ type }) => type === 'fail') || (failed !== undefined && !inner.some(({ type }) => type === 'reply'))
  if (!failed || !broken) return []
  const pod = inner[0]?.from ?? ''
  return [...(depth > 0 && pod.startsWith('pods/') ? [answer('request.own-call', { pod })] : []), ...failure(e, { hops: inner, error: '', url: '' })]
}

/** Why this Service, this path and this pod. */
function way(e: Evidence, hops: readonly Hop[]): readonly WhySentence[] {
  return hops.flatMap((hop, i) => {
    if (hop.type === 'rewrite') return rewritten(hop, hops[i + 1])
    return hop.type === 'rule' && hop.outcome === 'ok' ? chosen(e, hop) : []
  })
}

function rewritten({ to, params }: Hop, next: Hop | undefined): readonly WhySentence[] {
  const ingress = ingressOf({ params })
  const [before = '', after = '', rule = ''] = [params['before'], params['after'], params['rule']]
  const path = before === after ? detail('request.route', { ingress, rule, service: to }) : detail('request.rewrite', { ingress, before, after, rule })
  return [path, ...(next?.to.startsWith('pods/') ? [detail('request.chosen.turn', { pod: next.to, service: to })] : [])]
}

function chosen(e: Evidence, { to, params }: Hop): readonly WhySentence[] {
  if (!to.startsWith('pods/')) return []
  const service = `services/${String(params['service'])}`
  const node = `nodes/${String(params['node'])}`
  const count = Number(params['endpoints'])
  const { namespace, name } = partsOf(service)
  const found = e.get('services', namespace, name)
  const draw = count === 1 ? detail('request.chosen.only', { pod: to, service, node }) : detail('request.chosen.drawn', { pod: to, service, node, count })
  return [draw, ...(found?.spec.sessionAffinity === 'ClientIP' ? [detail('request.affinity', { service: keyOf('services', found) })] : [])]
}
