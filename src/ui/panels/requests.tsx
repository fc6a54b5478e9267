/** The composer of requests, the streams that run, and the last requests. */
import { ArrowRight } from 'lucide-react'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { RequestOrder, RequestSummary } from '../../worker/protocol.ts'
import { Glyph, type GlyphState } from '../shell/glyph.tsx'
import { say, select, sendRequest, useCluster, useView } from '../store.ts'

const outside = 'http://demo/myservers/clientapi'
const inside = 'http://serverb-svc:9602/clientapi'
const methods = ['GET', 'POST', 'PUT', 'DELETE', 'HEAD']
const rates = [1, 5, 10, 20]
/** Requests shown; the page keeps a few more. */
const shownRequests = 200

export function Requests() {
  return (
    <div className="requests">
      <Composer />
      <RequestList />
    </div>
  )
}

function Composer() {
  const { t } = useTranslation()
  const [order, setOrder] = useState<Required<RequestOrder>>({ from: 'internet', method: 'GET', url: outside })
  const [stream, setStream] = useState(false)
  const [rate, setRate] = useState(5)
  const ready = useCluster((state) => state.boot !== null && state.crash === null)
  const traffic = useCluster((state) => state.world.traffic)
  const senders = useSenders()
  const from = (value: string) => {
    const suggested = value === 'internet' ? outside : inside
    setOrder((before) => ({ ...before, from: value, url: before.url === outside || before.url === inside ? suggested : before.url }))
  }
  const send = async () => {
    try {
      if (stream) await useCluster.getState().door?.startTraffic(order, rate)
      else await sendRequest(order)
    } catch (error) {
      say([{ type: 'error', text: error instanceof Error ? error.message : String(error) }])
      useView.setState({ lowerTab: 'output' })
    }
  }
  return (
    <form
      className="composer"
      onSubmit={(event) => {
        event.preventDefault()
        void send()
      }}
    >
      <select className="field" aria-label={t('requests.from')} value={order.from} onChange={(event) => from(event.target.value)}>
        {senders.map(({ value, label }) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </select>
      <select className="field" aria-label={t('requests.method')} value={order.method} onChange={(event) => setOrder({ ...order, method: event.target.value })}>
        {methods.map((method) => (
          <option key={method}>{method}</option>
        ))}
      </select>
      <input className="field code" aria-label={t('requests.url')} value={order.url} spellCheck={false} onChange={(event) => setOrder({ ...order, url: event.target.value })} />
      <div className="composer-row">
        <div className="segments" role="radiogroup" aria-label={t('requests.mode')}>
          <button type="button" role="radio" aria-checked={!stream} onClick={() => setStream(false)}>
            {t('requests.once')}
          </button>
          <button type="button" role="radio" aria-checked={stream} onClick={() => setStream(true)}>
            {t('requests.stream')}
          </button>
        </div>
        {stream && (
          <select className="field" aria-label={t('requests.rate')} value={rate} onChange={(event) => setRate(Number(event.target.value))}>
            {rates.map((count) => (
              <option key={count} value={count}>
                {t('requests.perSecond', { count })}
              </option>
            ))}
          </select>
        )}
        <div className="grow" />
        {traffic.length > 0 && (
          <button type="button" className="button line" onClick={() => traffic.forEach(({ id }) => void useCluster.getState().door?.stopTraffic(id))}>
            {t('requests.stop')}
          </button>
        )}
        <button className="button primary" disabled={!ready}>
          <ArrowRight size={14} />
          {t('requests.send')}
        </button>
      </div>
    </form>
  )
}

interface Sender {
  readonly value: string
  readonly label: string
}

/** Where a request can start: outside, on a node, in a pod that runs. */
function useSenders(): readonly Sender[] {
  const { t } = useTranslation()
  const nodes = useCluster((state) => state.world.byResource.get('nodes'))
  const pods = useCluster((state) => state.world.byResource.get('pods'))
  return useMemo(() => {
    const inPods = (pods ?? []).filter(({ phase, deleting }) => phase === 'Running' && !deleting)
    return [
      { value: 'internet', label: t('requests.internet') },
      ...(nodes ?? []).map(({ name }) => ({ value: `node/${name}`, label: name })),
      ...inPods.map(({ namespace, name }) => ({ value: `pod/${namespace}/${name}`, label: name })),
    ]
  }, [nodes, pods, t])
}

function RequestList() {
  const { t } = useTranslation()
  const requests = useCluster((state) => state.world.requests)
  const selection = useView((state) => state.selection)
  const selected = selection !== null && typeof selection === 'object' ? selection.request : 0
  const newest = useMemo(() => requests.slice(-shownRequests).reverse(), [requests])
  if (newest.length === 0) return <p className="requests-empty">{t('requests.empty')}</p>
  return (
    <ul className="request-list" aria-label={t('requests.list')}>
      {newest.map((request) => (
        <li key={request.id}>
          <button aria-pressed={request.id === selected} onClick={() => select({ request: request.id })}>
            <Glyph state={glyphOf(request)} />
            <span>{request.id}</span>
            <span className="request-path">{request.url.replace(/^http:\/\//, '')}</span>
            <span className="request-number">{request.status || (request.outcome === 'pending' ? '…' : '—')}</span>
            <span className="request-number">{request.duration < 0 ? '' : `${(request.duration / 1_000).toFixed(1)} ms`}</span>
          </button>
        </li>
      ))}
    </ul>
  )
}

function glyphOf({ outcome }: RequestSummary): GlyphState {
  if (outcome === 'pending') return 'pending'
  if (outcome === 'ok') return 'ok'
  return outcome === 'client-error' ? 'warn' : 'error'
}
