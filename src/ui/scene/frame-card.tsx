/** The frame of a node: how it stands, what its pods ask of it, where there is room, and why a pod is not taken. */
import { memo } from 'react'
import { useTranslation } from 'react-i18next'
import { cpuText, memoryOf } from '../../view/format.ts'
import type { FrameData, TaintData } from '../../view/field.ts'
import { MenuButton } from '../menu/menu-button.tsx'
import { openMenu, useIsOpen } from '../menu/open-menu.ts'
import { Glyph } from '../shell/glyph.tsx'
import { durationText, useSecondsUntil } from '../shell/simulated-time.ts'
import { FrameHead } from './frame-head.tsx'
import { Square } from './pod-card.tsx'
import { ReasonBadge } from './reason-badge.tsx'

export const FrameCard = memo(function FrameCard({ data }: { readonly data: FrameData }) {
  const { row, measures, free, squares, state, cordoned, selected, pointed, podCount, refusal, off, links } = data
  const { t } = useTranslation('scene')
  const { density } = measures
  const isPhone = measures.profile === 'phone'
  const isWhole = density === 'whole' && !isPhone
  const look = ['frame', measures.profile, density, state !== 'ready' ? 'down' : cordoned ? 'cordoned' : '', selected && 'selected', pointed && 'pointed', off && 'off'].filter(Boolean).join(' ')
  return (
    <section className={look} aria-label={row.name}>
      <FrameHead data={data} />
      {density !== 'quarter' && <MenuButton className="frame-menu" subject={{ type: 'object', key: row.key }} name={row.name} />}
      {links.length > 0 && <span className={`frame-link ${links[0]?.order.type ?? ''}`} aria-hidden="true" />}
      {isWhole && (state === 'ready' ? <Bars data={data} /> : <Taints measures={measures} taints={data.taints} />)}
      {density === 'half' && <HalfLine data={data} />}
      {free.map((rect, i) => (
        <span key={`${rect.x} ${rect.y}`} className="slot" style={{ left: rect.x - 1, top: rect.y - 1, width: rect.w, height: rect.h }}>
          {i === 0 && podCount === 0 && state === 'ready' && !cordoned && isWhole && t('node.free')}
        </span>
      ))}
      {squares.map((square) => (
        <Square key={square.row.id} {...square} />
      ))}
      {measures.processes.h > 0 && (data.hasMachine ? <Processes data={data} /> : <p className="frame-paper">{t('node.noMachine')}</p>)}
      {refusal && <ReasonBadge refusal={refusal} node={data} />}
    </section>
  )
})

function Processes({ data: { row, measures, stopped, troubled, proxyHot, off } }: { readonly data: FrameData }) {
  return (
    <div className="processes" style={{ bottom: measures.processes.foot - 1 }}>
      <Process type="kubelet" node={row.name} isStopped={stopped.kubelet} isTroubled={troubled.kubelet} />
      <Process type="kube-proxy" node={row.name} isStopped={stopped['kube-proxy']} isTroubled={troubled['kube-proxy']} hot={proxyHot} />
      <span className={off ? 'off' : ''}>
        {off && <Glyph state="refused" />}
        containerd
      </span>
    </div>
  )
}

interface ProcessProps {
  readonly type: string
  readonly node: string
  readonly isStopped: boolean
  readonly isTroubled: boolean
  readonly hot?: boolean
}

function Process({ type, node, isStopped, isTroubled, hot = false }: ProcessProps) {
  const { t } = useTranslation('scene')
  const part = `${type}/${node}`
  const subject = { type: 'part', part } as const
  const open = useIsOpen(subject)
  return (
    <button type="button" className={isStopped ? 'off' : isTroubled ? 'troubled' : hot ? 'hot' : ''} data-part={part} aria-label={isStopped ? t('stoppedPart', { name: type }) : undefined} aria-haspopup="menu" aria-expanded={open} onClick={(event) => openMenu(subject, event.currentTarget)}>
      {isStopped && <Glyph state="refused" />}
      {type}
    </button>
  )
}

function Bars({ data: { row, measures, cpuMilli, memoryBytes } }: { readonly data: FrameData }) {
  const { t } = useTranslation('scene')
  return (
    <div className="bars" style={{ top: measures.bars }}>
      <Bar label={t('node.cpu')} share={cpuMilli / Math.max(1, row.cpuMilli)} text={`${cpuText(cpuMilli)} / ${cpuText(row.cpuMilli)}`} />
      <Bar label={t('node.memory')} share={memoryBytes / Math.max(1, row.memoryBytes)} text={memoryOf(memoryBytes, row.memoryBytes)} />
    </div>
  )
}

function Bar({ label, share, text }: { readonly label: string; readonly share: number; readonly text: string }) {
  return (
    <div className="bar" title={`${label} ${text}`}>
      <span>{label}</span>
      <i>
        <u style={{ width: `${Math.min(100, share * 100)}%` }} />
      </i>
      <span className="bar-text">{text}</span>
    </div>
  )
}

/** Between a small frame's name and its pods: what is out of order, else the bars. */
function HalfLine({ data }: { readonly data: FrameData }) {
  const { t } = useTranslation('scene')
  const { state, taints, measures, stopped, off, hasMachine } = data
  const [part] = off ? [] : (['kubelet', 'kube-proxy'] as const).filter((name) => stopped[name])
  const evicting = taints.filter(({ evictsAt }) => evictsAt > 0)
  if (part || !hasMachine) {
    return (
      <div className="taints" style={{ top: measures.bars - 2 }}>
        <span className="badge error" title={part && t('stoppedPart', { name: part })}>
          {part ? `✕ ${part}` : t('node.paper')}
        </span>
      </div>
    )
  }
  return state === 'ready' ? <Bars data={data} /> : <Taints measures={measures} taints={evicting.length > 0 ? evicting : taints} shown={1} />
}

/** Chips that fit beside each other. */
const taintsShown = 2

function Taints({ measures, taints, shown = taintsShown }: Pick<FrameData, 'measures' | 'taints'> & { readonly shown?: number }) {
  return (
    <div className="taints" style={{ top: measures.bars - 2 }}>
      {taints.slice(0, shown).map((taint) => (
        <span key={taint.text} className="badge error" title={taint.text}>
          {taint.evictsAt > 0 ? <Evicts taint={taint} short={shown === 1} /> : taint.text}
        </span>
      ))}
      {taints.length > shown && <span className="badge error">+{taints.length - shown}</span>}
    </div>
  )
}

function Evicts({ taint: { effect, evictsAt }, short }: { readonly taint: TaintData; readonly short: boolean }) {
  const { t } = useTranslation('scene')
  const left = useSecondsUntil(evictsAt)
  if (left <= 0) return t('node.evictsNow', { effect })
  return t(short ? 'node.evictsInShort' : 'node.evictsIn', { effect, time: durationText(t, left) })
}
