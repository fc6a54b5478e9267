/** Cards of the traffic column: the Internet, the Ingress, and Services as gates to their pods. */
import { memo } from 'react'
import { useTranslation } from 'react-i18next'
import type { GateData, IngressData } from '../../view/graph.ts'
import type { Row } from '../../view/world.ts'
import { MenuButton } from '../menu/menu-button.tsx'
import { openMenu, useIsOpen } from '../menu/open-menu.ts'
import { select } from '../store.ts'

interface Narrow {
  readonly narrow: boolean
}

export const InternetCard = memo(function InternetCard({ data: { perSecond } }: { readonly data: Narrow & { readonly perSecond: number } }) {
  const { t } = useTranslation('scene')
  return (
    <div className="source">
      <b>Internet</b>
      {perSecond > 0 && <span>{t('internet.rate', { count: perSecond })}</span>}
    </div>
  )
})

type IngressProps = { readonly data: IngressData & Narrow & { readonly stopped: boolean } }

export const IngressCard = memo(function IngressCard({ data }: IngressProps) {
  return (
    <div className="gateway-box">
      <IngressFace data={data} />
      <MenuButton className="gateway-menu" subject={{ type: 'part', part: 'ingress-controller' }} name="ingress-controller" />
    </div>
  )
})

function IngressFace({ data: { paths, selected, pointed, narrow, stopped } }: IngressProps) {
  const { t } = useTranslation('scene')
  const [first] = paths
  const look = ['gateway', narrow && 'narrow', stopped && 'off'].filter(Boolean).join(' ')
  if (!first) {
    return (
      <div className={`${look} ghost`}>
        <b>Ingress</b>
        {!narrow && (stopped ? <span className="error">{t('ingress.stopped')}</span> : <span>{t('ingress.none')}</span>)}
      </div>
    )
  }
  const [before, pattern] = splitPattern(first.path)
  return (
    <button type="button" className={[look, selected && 'selected', pointed && 'pointed'].filter(Boolean).join(' ')} data-key={first.ingress.key} aria-pressed={selected} aria-current={pointed || undefined} title={first.ingress.name} onClick={() => select(first.ingress.key)}>
      <b>
        Ingress{paths.length > 1 && <span className="faint"> +{paths.length - 1}</span>}
      </b>
      {!narrow && (
        <>
          <code>{first.host + before}</code>
          {stopped ? <span className="error">{t('ingress.stopped')}</span> : pattern !== '' && <code className="faint">{pattern}</code>}
          <span>→ {first.service}</span>
        </>
      )}
    </button>
  )
}

/** `/myservers(/|$)(.*)` is read more easily with its pattern on a line of its own. */
function splitPattern(path: string): readonly [string, string] {
  const at = path.indexOf('(')
  return at > 0 ? [path.slice(0, at), path.slice(at)] : [path, '']
}

export const ServicesGhost = memo(function ServicesGhost({ data: { narrow } }: { readonly data: Narrow }) {
  const { t } = useTranslation('scene')
  return (
    <div className={`gateway ghost ${narrow ? 'narrow' : ''}`}>
      <b>{t('services.title')}</b>
      {!narrow && <span className="wrapped">{t('services.none')}</span>}
    </div>
  )
})

export const GateCard = memo(function GateCard({ data: { row, ready, total, selected, hot, pointed, size, narrow } }: { readonly data: GateData }) {
  const { t } = useTranslation('scene')
  const isOneLine = narrow || size.h < 44
  const isWhole = !isOneLine && size.h >= 68
  const look = ['gate', narrow && 'narrow', isOneLine ? 'line' : !isWhole && 'small', selected && 'selected', hot && 'hot', pointed && 'pointed', total === 0 && 'vacant'].filter(Boolean).join(' ')
  return (
    <button type="button" className={look} data-key={row.key} aria-pressed={selected} aria-current={pointed || undefined} title={t('gate.label', { name: row.name, ready, total })} onClick={() => select(row.key)}>
      <svg viewBox={`0 0 ${size.w} ${size.h}`} aria-hidden="true">
        {narrow ? <rect x=".5" y=".5" width={size.w - 1} height={size.h - 1} rx="6" /> : <path d={outlineOf(size)} />}
      </svg>
      <span className="gate-text">
        <b>{row.name}</b>
        {isWhole && <code className="ip-cluster">{row.ip}</code>}
        <span>
          {isWhole ? portsOf(row) : !isOneLine && <code className="ip-cluster">{row.ip}</code>}
          <em className={short(ready, total) ? 'warn' : ''}>
            {ready}/{total}
          </em>
        </span>
      </span>
    </button>
  )
})

const short = (ready: number, total: number): boolean => ready < total || total === 0

/** A box with round corners at the left and a tip at the right. */
function outlineOf({ w, h }: GateData['size']): string {
  const tip = w - Math.min(16, 4 + h / 4)
  return `M8 .5H${tip}L${w - 0.5} ${h / 2} ${tip} ${h - 0.5}H8A7.5 7.5 0 0 1 .5 ${h - 8}V8A7.5 7.5 0 0 1 8 .5z`
}

interface Port {
  readonly port: number
  readonly targetPort: number | string
}

/** `9602 → 9502`; the shape is that of api/kinds/service.ts. */
function portsOf(row: Row): string {
  const ports = (row.detail['ports'] ?? []) as readonly Port[]
  const [first] = ports
  if (!first) return ''
  return `${first.port} → ${first.targetPort}${ports.length > 1 ? ` +${ports.length - 1}` : ''}`
}

export const DnsCard = memo(function DnsCard({ data: { hot, stopped } }: { readonly data: { readonly hot: boolean; readonly stopped: boolean } }) {
  const { t } = useTranslation('scene')
  const subject = { type: 'part', part: 'coredns' } as const
  const open = useIsOpen(subject)
  return (
    <button type="button" className={`dns ${stopped ? 'off' : hot ? 'hot' : ''}`} data-part="coredns" aria-haspopup="menu" aria-expanded={open} onClick={(event) => openMenu(subject, event.currentTarget)}>
      {stopped ? t('dns.stopped') : 'CoreDNS'}
    </button>
  )
})
