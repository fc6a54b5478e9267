/** A pod on its node: as a card, as a chip, and as a square where there are many. */
import { memo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ageText, tagOf, tailOf } from '../../view/format.ts'
import type { FrameData, PodData } from '../../view/field.ts'
import type { Row } from '../../view/world.ts'
import { Glyph, type GlyphState } from '../shell/glyph.tsx'
import { useSecondsUntil, useSecondsUntilMicros } from '../shell/simulated-time.ts'
import { select } from '../store.ts'
import { takeTurn } from './motion-budget.ts'

declare module 'react' {
  interface CSSProperties {
    /** Where a pod comes from, for its animation. */
    readonly [property: `--from-${string}`]: string
  }
}

/** Its app's name does not tell which of its pods it is. */
export const isNamedApart = ({ app, name }: Row): boolean => app !== '' && app !== name

/** What is wrong with it can only be read on a card: smaller ones are tinted, and say it when they are pointed at. */
const isFailing = ({ health }: Row, lost: boolean): boolean => health === 'error' && !lost

const glyphOf = (row: Row, lost: boolean): GlyphState => (lost ? 'unknown' : row.health)

export const PodCard = memo(function PodCard({ data }: { readonly data: PodData & { readonly narrow: boolean; readonly fading?: true } }) {
  const { row, level, hue, selected, hot, pointed, lost, narrow, origin, pullsAt, fading = false } = data
  const { t } = useTranslation('scene')
  const [travels] = useState(() => !fading && takeTurn())
  const settled = row.health === 'ok' && row.ready === row.desired
  const small = level !== 'card' || narrow
  const marks = { half: small, failing: isFailing(row, lost), unsettled: !settled || lost, lost, selected, hot, pointed, narrow, leaving: row.deleting, travels, fading }
  const look = Object.entries(marks).flatMap(([name, on]) => (on ? [name] : []))
  return (
    <button
      type="button"
      className={['pod', `hue-${hue}`, ...look].join(' ')}
      style={{ '--from-x': `${origin.dx}px`, '--from-y': `${origin.dy}px` }}
      data-key={fading ? undefined : row.key}
      title={t('pod.label', { ...row })}
      aria-hidden={fading || undefined}
      tabIndex={fading ? -1 : undefined}
      aria-pressed={selected}
      aria-current={pointed || undefined}
      onClick={() => select(row.key)}
    >
      {small && <span className="visually-hidden">{t('pod.label', { ...row })}</span>}
      <span className="pod-head">
        <Glyph state={glyphOf(row, lost)} />
        {!narrow && <b>{row.app || row.name}</b>}
        {(narrow || isNamedApart(row)) && <code>{tailOf(row.name)}</code>}
      </span>
      {!small && <PodLines row={row} lost={lost} pullsAt={pullsAt} />}
    </button>
  )
})

type PodLinesProps = Pick<PodData, 'row' | 'lost' | 'pullsAt'>

function PodLines({ row, lost, pullsAt }: PodLinesProps) {
  const { t } = useTranslation('scene')
  // Written by the worker (api/kinds/pod-facts.ts).
  const [first] = (row.detail['containers'] ?? []) as readonly { readonly image: string }[]
  return (
    <>
      <span className="pod-ip">
        <span>{row.ip || ' '}</span>
        <span className="pod-extra">
          {row.restarts > 0 && <span title={t('pod.restarted', { count: row.restarts })}>{t('pod.restarts', { count: row.restarts })}</span>}
          <span>{tagOf(first?.image ?? '')}</span>
        </span>
      </span>
      <PodStatus row={row} lost={lost} pullsAt={pullsAt} />
    </>
  )
}

function PodStatus({ row, lost, pullsAt }: PodLinesProps) {
  const { t } = useTranslation('scene')
  // Written by the worker (api/kinds/pod-waits.ts).
  const backOff = row.detail['backOff'] as { readonly since: number; readonly seconds: number } | undefined
  const tone = !lost && (row.health === 'warn' || row.health === 'error' || row.health === 'terminating') ? row.health : ''
  const count = `${row.ready}/${row.desired}`
  const text = lost ? `${count} ${t('pod.lastKnown')}` : row.health === 'error' ? row.phase : `${count} ${row.phase}`
  return (
    <span className="pod-status">
      <span className={tone}>{text}</span>
      {!lost && backOff && <Countdown until={backOff.since + backOff.seconds} />}
      {!lost && pullsAt > 0 && <PullCountdown until={pullsAt} />}
    </span>
  )
}

const Countdown = ({ until }: { readonly until: number }) => <Seconds left={useSecondsUntil(until)} />
const PullCountdown = ({ until }: { readonly until: number }) => <Seconds left={useSecondsUntilMicros(until)} />

const Seconds = ({ left }: { readonly left: number }) => <span className="pod-countdown">{left > 0 ? ageText(left * 1_000_000) : '0 s'}</span>

/** Pixels: below these a square has no room for air round its glyph, and none for a border. So many that are so small are reached by the tree, not by Tab. */
const roomySquare = 20
const smallestSquare = 12

type SquareProps = FrameData['squares'][number]

export const Square = memo(function Square({ row, rect, hue, selected, pointed, lost }: SquareProps) {
  const { t } = useTranslation('scene')
  const style = { left: rect.x - 1, top: rect.y - 1, width: rect.w, height: rect.h }
  const label = t('pod.label', { ...row })
  const isTiny = rect.w < roomySquare
  const isMark = rect.w < smallestSquare
  const look = [isMark ? `mark ${glyphOf(row, lost)}` : 'square', isTiny && 'tiny', `hue-${hue}`, selected && 'selected', pointed && 'pointed', lost && 'lost', isFailing(row, lost) && 'failing'].filter(Boolean).join(' ')
  return (
    <button type="button" className={look} data-key={row.key} style={style} tabIndex={isTiny ? -1 : undefined} title={label} aria-label={label} aria-pressed={selected} aria-current={pointed || undefined} onClick={() => select(row.key)}>
      {!isMark && <Glyph state={glyphOf(row, lost)} />}
    </button>
  )
})
