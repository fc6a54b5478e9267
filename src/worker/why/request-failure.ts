/** Why no answer came: a name that does not exist, a rule without endpoints, a port nobody listens on, a silent machine. */
import type { Hop, WhySentence } from '../protocol.ts'
import { keyOf, partsOf, type Evidence } from './evidence.ts'
import { answer } from './sentence.ts'

export interface Failed {
  /** Of one exchange, in order. */
  readonly hops: readonly Hop[]
  /** As curl says it. */
  readonly error: string
  readonly url: string
}

export function failure(e: Evidence, failed: Failed): readonly WhySentence[] {
  const { hops } = failed
  const dns = hops.findLast(({ type }) => type === 'dns')
  if (isUnresolved(failed, dns)) return unresolved(e, failed, dns)
  const rule = hops.findLast(({ type }) => type === 'rule')
  const broken = hops.find(({ type }) => type === 'fail')
  if (rule && rule.outcome !== 'ok') {
    const params = { service: `services/${String(rule.params['service'])}`, node: `nodes/${String(rule.params['node'])}` }
    return [rule.outcome === 'refused' ? answer('request.refused.rule', params) : answer('request.timeout.policy', params)]
  }
  if (broken?.outcome === 'refused') return refused(e, broken)
  if (broken?.params['reason'] === 'no-route') return [answer('request.timeout.no-route', { address: withoutPort(broken.toAddress) })]
  if (broken?.params['reason'] === 'lost') return [lostOn(e, withoutPort(broken.toAddress))]
  return timedOut(e, failed)
}

/** A call of a program has no words of its own; then its hops tell. */
function isUnresolved({ hops, error }: Failed, dns: Hop | undefined): boolean {
  if (error !== '') return error.startsWith('Could not resolve host')
  return !hops.some(({ type }) => type === 'send' || type === 'link' || type === 'rule') && dns?.outcome !== 'ok'
}

const hostOf = (url: string): string => /^https?:\/\/([^/:]+)/.exec(url)?.[1] ?? ''
const withoutPort = (address: string): string => address.replace(/:\d+$/, '')

function unresolved(e: Evidence, { error, url }: Failed, dns: Hop | undefined): readonly WhySentence[] {
  const host = hostOf(url) || String(dns?.params['name'] ?? '')
  const isTimeout = error.includes('Timeout') || (!dns && error === '')
  if (isTimeout) return [e.isStopped('coredns') ? answer('request.dns-stopped', { part: 'coredns' }) : answer('request.dns-timeout', { host })]
  if (dns && dns.to !== 'process/coredns') return [answer('request.nxdomain.outside', { host })]
  const [wanted = ''] = host.split('.')
  const elsewhere = e.list('services').filter(({ metadata }) => metadata.name === wanted)
  return [
    answer('request.nxdomain', { host }),
    ...elsewhere.map((service) => answer('request.nxdomain.elsewhere', { service: keyOf('services', service), namespace: `namespaces/${service.metadata.namespace ?? ''}` })),
  ]
}

function refused(e: Evidence, { from, fromAddress, params }: Hop): readonly WhySentence[] {
  const { resource } = partsOf(from)
  if (String(params['error']).includes('reset') && resource === 'pods') return [answer('request.reset', { pod: from })]
  if (resource === 'pods') return [answer('request.refused.port', { pod: from, address: fromAddress })]
  if (e.isStopped('ingress-controller') && (from === 'internet' || from === '')) return [answer('request.refused.ingress', { part: 'ingress-controller' })]
  return [answer('request.refused.address', { address: fromAddress })]
}

/** A link fault that is on; one that was mended meanwhile is not known by name. */
function lostOn({ faults }: Evidence, address: string): WhySentence {
  const orders = faults.map(({ order }) => order)
  const cut = orders.find((order) => order.type === 'partition')
  if (cut) return cut.b === undefined ? answer('request.timeout.partition', { end: cut.a, address }) : answer('request.timeout.partition-between', { end: cut.a, otherEnd: cut.b, address })
  const lossy = orders.find((order) => order.type === 'loss')
  return lossy ? answer('request.timeout.loss', { end: lossy.a, percent: lossy.percent, address }) : answer('request.timeout.lost', { address })
}

/** The last place it was seen on its way to. */
function timedOut(e: Evidence, { hops }: Failed): readonly WhySentence[] {
  const last = hops.findLast(({ type }) => type === 'link' || type === 'rule' || type === 'send')
  const { resource, namespace, name } = partsOf(last?.to ?? '')
  const node = resource === 'nodes' ? name : resource === 'pods' ? (e.get('pods', namespace, name)?.spec.nodeName ?? '') : ''
  if (node !== '' && e.isStopped(`node/${node}`)) return [answer('request.timeout.machine', { node: `nodes/${node}`, part: `node/${node}` })]
  return [resource === 'pods' && last ? answer('request.timeout.server', { pod: last.to }) : answer('request.timeout', {})]
}
