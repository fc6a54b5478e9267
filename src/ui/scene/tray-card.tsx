/** Above the node field: where pods wait for a node, and for how long one has been refused by all. */
import { memo } from 'react'
import { useTranslation } from 'react-i18next'
import { tailOf } from '../../view/format.ts'
import type { TrayData } from '../../view/graph.ts'
import type { Row } from '../../view/world.ts'
import { Glyph } from '../shell/glyph.tsx'
import { durationText, useSecondsSince } from '../shell/simulated-time.ts'
import { select } from '../store.ts'
import { isNamedApart } from './pod-card.tsx'

/** Tags that fit beside the count; beside a sentence, one. */
const tagsShown = 2

export const TrayCard = memo(function TrayCard({ data: { pods, hues, selected, pointed, refusedSince, narrow } }: { readonly data: TrayData }) {
  const { t } = useTranslation('scene')
  const shown = pods.slice(0, narrow || refusedSince > 0 ? 1 : tagsShown)
  return (
    <section className={`tray ${pods.length > 0 ? 'full' : ''}`} aria-label={t('tray.title')}>
      <span className="tray-count">
        Pending {pods.length}
      </span>
      {pods.length === 0 && <span className="faint">{t('tray.empty')}</span>}
      {shown.map((row, i) => (
        <Tag key={row.id} row={row} hue={hues[i] ?? 0} selected={row.key === selected} pointed={pointed[i] ?? false} />
      ))}
      {pods.length > shown.length && <span className="faint">+{pods.length - shown.length}</span>}
      {refusedSince > 0 && !narrow && <Refused since={refusedSince} />}
    </section>
  )
})

function Tag({ row, hue, selected, pointed }: { readonly row: Row; readonly hue: number; readonly selected: boolean; readonly pointed: boolean }) {
  return (
    <button type="button" className={['tag', `hue-${hue}`, selected && 'selected', pointed && 'pointed'].filter(Boolean).join(' ')} data-key={row.key} title={row.name} aria-pressed={selected} aria-current={pointed || undefined} onClick={() => select(row.key)}>
      <Glyph state={row.health === 'ok' ? 'pending' : row.health} />
      <b>{row.app || row.name}</b>
      {isNamedApart(row) && <code>{tailOf(row.name)}</code>}
    </button>
  )
}

function Refused({ since }: { readonly since: number }) {
  const { t } = useTranslation('scene')
  return <span className="tray-refused">{t('tray.unschedulable', { time: durationText(t, useSecondsSince(since)) })}</span>
}
