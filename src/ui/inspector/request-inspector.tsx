/** One request: its hops as a waterfall with addresses in their colours, what came back, and what went wrong. */
import { RotateCcw } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { nameOfPlace, waterfallOf, type WaterfallLine } from '../../view/waterfall.ts'
import type { Outcome, RequestDetail } from '../../worker/protocol.ts'
import { Glyph, type GlyphState } from '../shell/glyph.tsx'
import { select, sendRequest, useCluster } from '../store.ts'
import { goToHop } from '../timeline/time-actions.ts'
import { Address } from './address.tsx'
import { ChangeSteps } from './change-steps.tsx'
import { Head, Section } from './head.tsx'
import { useRequestDetail } from './use-request-detail.ts'
import { useWhy } from './use-why.ts'
import { WhySection } from './why-section.tsx'

export function RequestInspector({ id }: { readonly id: number }) {
  const detail = useRequestDetail(id)
  if (!detail) return <div className="inspector">{detail === null && <Absent id={id} />}</div>
  // What went wrong is asked about first; of what went well the answer is.
  const isTrouble = detail.outcome !== 'ok' && detail.outcome !== 'pending'
  return (
    <div className="inspector">
      <RequestHead request={detail} />
      <div className="inspector-actions">
        <ChangeSteps of={`requests/${id}`} />
      </div>
      <div className="inspector-body">
        {isTrouble && <Why request={detail} />}
        <Waterfall request={detail} />
        <Response request={detail} />
        {!isTrouble && <Why request={detail} />}
      </div>
    </div>
  )
}

/** It may be to come; a step leads to it then. */
function Absent({ id }: { readonly id: number }) {
  const { t } = useTranslation('facts')
  return (
    <>
      <Head state="none" title={`${id}`} sub={t('inspector.request.gone')} />
      <div className="inspector-actions">
        <ChangeSteps of={`requests/${id}`} />
      </div>
    </>
  )
}

function Why({ request: { id, hops } }: { readonly request: RequestDetail }) {
  const { t } = useTranslation('facts')
  const sentences = useWhy(`requests/${id}`, hops.length)
  return sentences ? <WhySection title={t('inspector.why.title')} about="" sentences={sentences} /> : null
}

const glyphs: { readonly [outcome in Outcome | 'pending']: GlyphState } = { ok: 'ok', pending: 'pending', 'client-error': 'warn', 'server-error': 'error', timeout: 'error', refused: 'error' }

const millis = (micros: number): string => (micros / 1_000).toFixed(1)

function RequestHead({ request }: { readonly request: RequestDetail }) {
  const { t } = useTranslation('facts')
  const { id, method, url, status, outcome, duration, from, hops } = request
  const state = glyphs[outcome]
  const params = { id, time: millis(duration), count: hops.length, from: nameOfPlace(useCluster.getState().world, placeOfSender(from)) }
  const word = outcome === 'pending' ? t('inspector.request.pending') : status || t('inspector.request.failed')
  return (
    <Head
      state={state}
      title={`${method} ${pathOfUrl(url)}`}
      badge={<span className={`badge ${state}`}>{word}</span>}
      sub={t(duration < 0 ? 'inspector.request.sub' : 'inspector.request.subDone', params)}
    />
  )
}

/** `pod/NS/NAME` → `pods/NS/NAME`. */
const placeOfSender = (from: string): string => from.replace(/^(pod|node)\//, '$1s/')

/** `http://demo/myservers/clientapi` → `/myservers/clientapi`. */
const pathOfUrl = (url: string): string => url.replace(/^https?:\/\/[^/]*/, '') || '/'

function Waterfall({ request }: { readonly request: RequestDetail }) {
  const { t } = useTranslation('facts')
  const world = useCluster((state) => state.world.byKey)
  const lines = waterfallOf(useCluster.getState().world, request)
  const whole = Math.max(1, request.duration, ...lines.map(({ start, duration }) => start + duration))
  if (lines.length === 0 || world.size === 0) return null
  return (
    <Section title={t('inspector.request.hops')} extra={t('inspector.request.ms')}>
      <ol className="waterfall">
        {lines.map((line, i) => (
          <Line key={i} request={request.id} line={line} isNow={request.outcome === 'pending' && i === lines.length - 1} whole={whole} />
        ))}
      </ol>
    </Section>
  )
}

interface LineProps {
  readonly request: number
  readonly line: WaterfallLine
  /** It is the one under way. */
  readonly isNow: boolean
  /** Micros that the whole picture takes. */
  readonly whole: number
}

/** What time it took leads to the moment at which it began. */
function Line({ request, line, isNow, whole }: LineProps) {
  const { t } = useTranslation('facts')
  const { title, object, depth, start, duration, told, outcome, isCrossNode, details, addresses } = line
  const text = t(title.key, title.params)
  const bar = { left: `${Math.min(99, (start / whole) * 100)}%`, width: `${Math.max(1, (duration / whole) * 100)}%` }
  return (
    <li className={isNow ? 'now' : ''} aria-current={isNow ? 'step' : undefined} style={{ paddingLeft: depth * 12 }}>
      <Glyph state={glyphs[outcome]} />
      <div>
        <div className="waterfall-title">
          {object === '' ? (
            <span>{text}</span>
          ) : (
            <button onClick={() => select(object)} title={object}>
              {text}
            </button>
          )}
          {isCrossNode && <span className="badge info">{t('inspector.request.crossNode')}</span>}
          <button className="waterfall-time" aria-label={`${t('inspector.request.goTo', { hop: text })}, ${millis(duration)}`} title={t('inspector.request.goTo', { hop: text })} onClick={() => void goToHop(request, told)}>
            <code>{millis(duration)}</code>
          </button>
        </div>
        {(details.length > 0 || addresses.length > 0) && (
          <div className="waterfall-detail">
            {details.map(({ key, params }) => (
              <span key={key}>{t(key, params)}</span>
            ))}
            <Addresses addresses={addresses} />
          </div>
        )}
        <div className="waterfall-bar" aria-hidden>
          <i className={outcome === 'ok' ? '' : glyphs[outcome]} style={bar} />
        </div>
      </div>
    </li>
  )
}

function Addresses({ addresses: [first, second] }: { readonly addresses: readonly string[] }) {
  if (first === undefined) return null
  return (
    <span className="waterfall-addresses">
      <Address address={first} />
      {second !== undefined && ' → '}
      {second !== undefined && <Address address={second} />}
    </span>
  )
}

function Response({ request: { body, error, outcome, from, url, method } }: { readonly request: RequestDetail }) {
  const { t } = useTranslation('facts')
  if (outcome === 'pending') return null
  return (
    <>
      {error !== '' && (
        <Section title={t('inspector.request.error')}>
          <p className="inspector-say error">{error}</p>
        </Section>
      )}
      {error === '' && (
        <Section title={t('inspector.request.body')}>
          <pre className="inspector-say">{body === '' ? t('inspector.request.emptyBody') : body}</pre>
        </Section>
      )}
      <div className="inspector-foot">
        <button className="button" onClick={() => void sendRequest({ from, url, method })}>
          <RotateCcw size={14} />
          {t('inspector.request.again')}
        </button>
      </div>
    </>
  )
}
