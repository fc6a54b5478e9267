/** Cards of the node field: frames of nodes, pods, and the tray where pods wait for a node. */
import { memo } from 'react'
import { useTranslation } from 'react-i18next'
import { cpuText, memoryOf, tailOf } from '../../view/format.ts'
import type { FrameData, PodData, TrayData } from '../../view/graph.ts'
import type { Row } from '../../view/world.ts'
import { Glyph, type GlyphState } from '../shell/glyph.tsx'
import { select } from '../store.ts'

declare module 'react' {
  interface CSSProperties {
    /** Where a pod comes from, for its animation. */
    readonly [property: `--from-${string}`]: string
  }
}

const glyphOf = ({ health }: Row): GlyphState => health

export const PodCard = memo(function PodCard({ data }: { readonly data: PodData & { readonly narrow: boolean } }) {
  const { row, level, hue, selected, hot, lost, narrow, origin } = data
  const { t } = useTranslation('scene')
  const settled = row.health === 'ok' && row.ready === row.desired
  const look = ['pod', (level === 'chip' || narrow) && 'half', `hue-${hue}`, (!settled || lost) && 'unsettled', selected && 'selected', hot && 'hot', narrow && 'narrow', row.deleting && 'leaving'].filter(Boolean).join(' ')
  const name = row.app || row.name
  return (
    <button type="button" className={look} style={{ '--from-x': `${origin.dx}px`, '--from-y': `${origin.dy}px` }} data-key={row.key} title={row.name} aria-pressed={selected} onClick={() => select(row.key)}>
      {(narrow || level === 'chip') && <span className="visually-hidden">{t('pod.label', { ...row })}</span>}
      <span className="pod-head">
        <Glyph state={lost ? 'none' : glyphOf(row)} />
        {!narrow && <b>{name}</b>}
        <code>{tailOf(row.name)}</code>
      </span>
      {level === 'card' && !narrow && (
        <>
          <span className="pod-ip">{row.ip || ' '}</span>
          <PodStatus row={row} lost={lost} />
        </>
      )}
    </button>
  )
})

function PodStatus({ row, lost }: { readonly row: Row; readonly lost: boolean }) {
  const { t } = useTranslation('scene')
  const tone = row.health === 'warn' || row.health === 'error' || row.health === 'terminating' ? row.health : ''
  return (
    <span className="pod-status">
      <span className={tone}>
        {row.ready}/{row.desired} {lost ? t('pod.lastKnown') : row.phase}
      </span>
      {row.restarts > 0 && <span className="pod-restarts">{t('pod.restarts', { count: row.restarts })}</span>}
    </span>
  )
}

export const FrameCard = memo(function FrameCard({ data }: { readonly data: FrameData }) {
  const { row, measures, free, squares, hidden, selected, proxyHot, podCount } = data
  const { t } = useTranslation('scene')
  const ready = row.phase.startsWith('Ready')
  const cordoned = row.detail['unschedulable'] === true
  const look = ['frame', measures.profile, !ready && 'down', ready && cordoned && 'cordoned', selected && 'selected'].filter(Boolean).join(' ')
  const state = ready ? (cordoned ? 'warn' : 'ok') : 'error'
  return (
    <section className={look} aria-label={row.name}>
      <button type="button" className="frame-head" data-key={row.key} aria-pressed={selected} onClick={() => select(row.key)}>
        <b>{row.name}</b>
        <code className="ip-node">{row.ip}</code>
        <span className="grow" />
        <Glyph state={state} />
        <span className={`frame-state ${ready && !cordoned ? '' : state}`}>{t(ready ? (cordoned ? 'node.cordoned' : 'node.ready') : 'node.notReady')}</span>
      </button>
      {measures.profile !== 'phone' && (ready ? <Bars data={data} /> : <Taints row={row} />)}
      {free.map((rect, i) => (
        <span key={`${rect.x} ${rect.y}`} className="slot" style={{ left: rect.x - 1, top: rect.y - 1, width: rect.w, height: rect.h }}>
          {i === 0 && podCount === 0 && ready && !cordoned && measures.profile !== 'phone' && t('node.free')}
        </span>
      ))}
      {squares.map((square) => (
        <Square key={square.row.id} {...square} />
      ))}
      {hidden > 0 && <span className="frame-more">{t('node.hidden', { count: hidden })}</span>}
      {measures.processes.h > 0 && (
        <div className="processes">
          <span>kubelet</span>
          <span className={proxyHot ? 'hot' : ''}>kube-proxy</span>
          <span>containerd</span>
        </div>
      )}
    </section>
  )
})

type SquareProps = FrameData['squares'][number]

const Square = memo(function Square({ row, rect, hue, selected }: SquareProps) {
  const { t } = useTranslation('scene')
  const style = { left: rect.x - 1, top: rect.y - 1, width: rect.w, height: rect.h }
  return (
    <button type="button" className={`square hue-${hue} ${selected ? 'selected' : ''}`} data-key={row.key} style={style} title={row.name} aria-label={t('pod.label', { ...row })} aria-pressed={selected} onClick={() => select(row.key)}>
      <Glyph state={glyphOf(row)} />
    </button>
  )
})

function Bars({ data: { row, cpuMilli, memoryBytes } }: { readonly data: FrameData }) {
  const { t } = useTranslation('scene')
  return (
    <div className="bars">
      <Bar label={t('node.cpu')} share={cpuMilli / Math.max(1, row.cpuMilli)} text={`${cpuText(cpuMilli)} / ${cpuText(row.cpuMilli)}`} />
      <Bar label={t('node.memory')} share={memoryBytes / Math.max(1, row.memoryBytes)} text={memoryOf(memoryBytes, row.memoryBytes)} />
    </div>
  )
}

function Bar({ label, share, text }: { readonly label: string; readonly share: number; readonly text: string }) {
  return (
    <div className="bar">
      <span>{label}</span>
      <i>
        <u style={{ width: `${Math.min(100, share * 100)}%` }} />
      </i>
      <span>{text}</span>
    </div>
  )
}

interface Taint {
  readonly key: string
  readonly effect: string
}

function Taints({ row }: { readonly row: Row }) {
  // Written by the worker from spec.taints (api/kinds/node.ts).
  const taints = (row.detail['taints'] ?? []) as readonly Taint[]
  return (
    <div className="taints">
      {taints.slice(0, 2).map(({ key, effect }) => (
        <span key={`${key}:${effect}`} className="badge error" title={`${key}:${effect}`}>
          {tailAfterSlash(key)}:{effect}
        </span>
      ))}
    </div>
  )
}

const tailAfterSlash = (key: string): string => key.split('/').at(-1) ?? key

/** Tags that fit beside the count. */
const tagsShown = 2

export const TrayCard = memo(function TrayCard({ data: { pods, hues, selected, narrow } }: { readonly data: TrayData }) {
  const { t } = useTranslation('scene')
  const shown = pods.slice(0, narrow ? 1 : tagsShown)
  return (
    <section className={`tray ${pods.length > 0 ? 'full' : ''}`} aria-label={t('tray.title')}>
      <span className="tray-count">
        Pending {pods.length}
      </span>
      {pods.length === 0 && <span className="faint">{t('tray.empty')}</span>}
      {shown.map((row, i) => (
        <button type="button" key={row.id} className={`tag hue-${hues[i] ?? 0} ${row.key === selected ? 'selected' : ''}`} data-key={row.key} title={row.name} aria-pressed={row.key === selected} onClick={() => select(row.key)}>
          <Glyph state={row.health === 'ok' ? 'pending' : glyphOf(row)} />
          <b>{row.app || row.name}</b>
          <code>{tailOf(row.name)}</code>
        </button>
      ))}
      {pods.length > shown.length && <span className="faint">+{pods.length - shown.length}</span>}
    </section>
  )
})
