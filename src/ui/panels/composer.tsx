/** Composes a request: from where, what, once or as a stream. What was composed stays while the page lives. */
import { ArrowRight } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { create } from 'zustand'
import type { RequestOrder } from '../../worker/protocol.ts'
import { Segments } from '../shell/segments.tsx'
import { complain, sendRequest, useCluster } from '../store.ts'
import { internet, useSenders, type Sender } from './senders.ts'

const outside = 'http://demo/myservers/clientapi'
const inside = 'http://serverb-svc:9602/clientapi'
const methods = ['GET', 'POST', 'PUT', 'DELETE', 'HEAD']
const rates = [1, 5, 10, 20]

interface Composed {
  readonly from: string
  readonly method: string
  readonly url: string
  readonly isStream: boolean
  readonly rate: number
}

const useComposed = create<Composed>(() => ({ from: internet, method: 'GET', url: outside, isStream: false, rate: 5 }))
const compose = (change: Partial<Composed>): void => useComposed.setState(change)

/** Another sender knows other names: an address nobody touched is replaced by one that makes sense there. */
function sendFrom(from: string): void {
  const suggested = from === internet ? outside : inside
  useComposed.setState(({ url }) => ({ from, url: url === outside || url === inside ? suggested : url }))
}

async function send(order: RequestOrder, perSecond: number): Promise<void> {
  try {
    if (perSecond > 0) await useCluster.getState().door?.startTraffic(order, perSecond)
    else await sendRequest(order)
  } catch (error) {
    complain(error)
  }
}

export function Composer() {
  const { t } = useTranslation()
  const { from, method, url, isStream, rate } = useComposed()
  const senders = useSenders()
  // A pod that was chosen may have gone since.
  const sender = senders.some(({ value }) => value === from) ? from : internet
  return (
    <form
      className="composer"
      onSubmit={(event) => {
        event.preventDefault()
        void send({ from: sender, method, url: url.trim() }, isStream ? rate : 0)
      }}
    >
      <label className="field select">
        <span>{t('requests.fromShort')}</span>
        <select aria-label={t('requests.from')} value={sender} onChange={(event) => sendFrom(event.target.value)}>
          <Senders senders={senders} />
        </select>
      </label>
      <label className="field select">
        <select aria-label={t('requests.method')} value={method} onChange={(event) => compose({ method: event.target.value })}>
          {methods.map((name) => (
            <option key={name}>{name}</option>
          ))}
        </select>
      </label>
      <input className="field code" aria-label={t('requests.url')} value={url} spellCheck={false} autoCapitalize="off" required onChange={(event) => compose({ url: event.target.value })} />
      <HowOften isStream={isStream} rate={rate} />
    </form>
  )
}

const groups = ['outside', 'nodes', 'pods'] as const

const Senders = ({ senders }: { readonly senders: readonly Sender[] }) => {
  const { t } = useTranslation()
  return groups.map((group) => {
    const options = senders
      .filter((sender) => sender.group === group)
      .map(({ value, label }) => (
        <option key={value} value={value}>
          {label}
        </option>
      ))
    if (group === 'outside' || options.length === 0) return options
    return (
      <optgroup key={group} label={t(`requests.${group}`)}>
        {options}
      </optgroup>
    )
  })
}

function HowOften({ isStream, rate }: Pick<Composed, 'isStream' | 'rate'>) {
  const { t } = useTranslation()
  const ready = useCluster((state) => state.boot !== null && state.crash === null)
  const traffic = useCluster((state) => state.world.traffic)
  const modes = [
    { value: false, label: t('requests.once') },
    { value: true, label: t('requests.stream') },
  ]
  return (
    <div className="composer-row">
      <Segments label={t('requests.mode')} value={isStream} choices={modes} onChoose={(value) => compose({ isStream: value })} />
      {isStream && (
        <label className="field select rate">
          <select aria-label={t('requests.rate')} value={rate} onChange={(event) => compose({ rate: Number(event.target.value) })}>
            {rates.map((count) => (
              <option key={count} value={count}>
                {t('requests.perSecond', { count })}
              </option>
            ))}
          </select>
        </label>
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
  )
}
