/** At the scene's foot: what the shapes mean once something travels, before that what the address colours mean; zoom. */
import { Maximize, Minus, Plus, Server } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { Layout } from '../../view/layout.ts'
import { openMenu, useIsOpen } from '../menu/open-menu.ts'
import { Glyph } from '../shell/glyph.tsx'
import { useCluster } from '../store.ts'
import type { Fit } from './scene.tsx'

interface FootProps {
  readonly layout: Layout
  readonly width: number
  /** The caption bar stands at the foot. */
  readonly told: boolean
  readonly fit: Fit
}

/** What the longer legend needs, in pixels. */
const legendWidth = 448

export function Foot({ layout, width, told, fit }: FootProps) {
  const hasTraffic = useCluster(({ world }) => world.requests.length > 0)
  // At the picture's own size the zoom keeps to the node field's right edge, where nothing floats above it.
  const zoomLeft = Math.min(width - 12, layout.tray.x + layout.tray.w) - 124
  return (
    <>
      {!told && zoomLeft > legendWidth && (hasTraffic ? <Shapes /> : <Addresses />)}
      {!told && <Zoom left={zoomLeft} fit={fit} />}
    </>
  )
}

function Zoom({ left, fit }: { readonly left: number; readonly fit: Fit }) {
  const { t } = useTranslation('scene')
  return (
    <div className="scene-zoom" style={{ left }}>
      <NewNode />
      <button type="button" className="button icon" aria-label={t('zoom.out')} title={t('zoom.out')} onClick={() => fit.zoom(0.8)}>
        <Minus size={16} />
      </button>
      <button type="button" className="button icon" aria-label={t('zoom.in')} title={t('zoom.in')} onClick={() => fit.zoom(1.25)}>
        <Plus size={16} />
      </button>
      <button type="button" className="button icon" aria-label={t('zoom.fit')} title={t('zoom.fit')} onClick={fit.all}>
        <Maximize size={16} />
      </button>
    </div>
  )
}

function NewNode() {
  const { t } = useTranslation('scene')
  const subject = { type: 'new-node' } as const
  const open = useIsOpen(subject)
  return (
    <button type="button" className="button icon" aria-label={t('newNode')} title={t('newNode')} aria-haspopup="menu" aria-expanded={open} onClick={(event) => openMenu(subject, event.currentTarget)}>
      <Server size={16} />
    </button>
  )
}

function Shapes() {
  const { t } = useTranslation('scene')
  return (
    <div className="scene-foot">
      <span>
        <Glyph state="ok" />
        {t('legend.ok')}
      </span>
      <span>
        <Glyph state="warn" />
        4xx
      </span>
      <span>
        <Glyph state="error" />
        5xx
      </span>
      <span>
        <svg className="glyph error" viewBox="0 0 12 12" aria-hidden="true">
          <path d="M2.5 2.5l7 7M9.5 2.5l-7 7" fill="none" stroke="currentColor" strokeWidth="2" />
        </svg>
        {t('legend.refused')}
      </span>
      <span>
        <svg className="glyph ok" viewBox="0 0 12 12" aria-hidden="true">
          <circle cx="6" cy="6" r="4" fill="none" stroke="currentColor" strokeWidth="2" />
        </svg>
        {t('legend.reply')}
      </span>
    </div>
  )
}

function Addresses() {
  const { t } = useTranslation('scene')
  return (
    <div className="scene-foot">
      <span className="faint">{t('legend.title')}</span>
      <span>
        <code className="ip-node">10.0.0.x</code>
        {t('legend.node')}
      </span>
      <span>
        <code className="ip-pod">10.244.x.y</code>
        {t('legend.pod')}
      </span>
      <span>
        <code className="ip-cluster">10.96.x.y</code>
        {t('legend.service')}
      </span>
    </div>
  )
}
