/** The composer of requests and the last requests, each to be opened hop by hop. */
import { useEffect, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { Glyph } from '../shell/glyph.tsx'
import { select, useCluster, useView } from '../store.ts'
import { Composer } from './composer.tsx'
import { glyphOfRequest } from './request-glyph.ts'
import './panels.css'

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

function RequestList() {
  const { t } = useTranslation()
  const requests = useCluster((state) => state.world.requests)
  const selected = useView(({ selection }) => (selection !== null && typeof selection === 'object' ? selection.request : 0))
  const door = useCluster((state) => state.door)
  const epoch = useCluster((state) => state.epoch)
  useEffect(() => {
    // At an old moment its own last requests are listed.
    void door?.recallRequests().catch(() => undefined)
  }, [door, epoch])
  const newest = useMemo(() => requests.slice(-shownRequests).reverse(), [requests])
  if (newest.length === 0) return <p className="requests-empty">{t('requests.empty')}</p>
  return (
    <ul className="request-list" aria-label={t('requests.list')}>
      {newest.map((request) => (
        <li key={request.id}>
          <button aria-pressed={request.id === selected} onClick={() => select({ request: request.id })}>
            <Glyph state={glyphOfRequest(request)} label={t(`requests.outcome.${request.outcome}`)} />
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
