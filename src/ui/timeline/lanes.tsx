/** The timeline grown: branches, actions, a lane per workload, warnings; bookmarks, zoom, and two moments to compare. */
import { Bookmark, BookmarkX, Minus, Plus } from 'lucide-react'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { clockText } from '../../view/format.ts'
import { appOfOwner, laneName, placeOf, podsText, timeOf, windowOf, type Window } from '../../view/lanes.ts'
import { rowsOf as rowsOfWorld, type World } from '../../view/world.ts'
import type { Mark, TimelineLane, TimelineView } from '../../worker/protocol.ts'
import { onThemeChange, readPalette } from '../scene/palette.ts'
import { useLayout } from '../shell/use-layout.ts'
import { select, useCluster, useView } from '../store.ts'
import { useBranchName } from './branch-name.ts'
import { drawLanes, rowsOf } from './draw-lanes.ts'
import { Slider } from './slider.tsx'
import { goToMark, isMarked, seekTo, switchTo, toggleBookmark } from './time-actions.ts'
import { useScrub } from './use-scrub.ts'
import { useTimelineView } from './use-timeline-view.ts'
import './lanes.css'

/** Pixels left of the time, for the names of the rows. */
const nameWidth = { wide: 176, phone: 116 }
const rightEdge = { wide: 28, phone: 16 }
const zooms = [1, 2, 4, 8, 16, 32, 64, 128, 256]
/** Pixels around a bookmark that belong to it. */
const reach = 6

export function Lanes({ width }: { readonly width: number }) {
  const [zoom, setZoom] = useState(0)
  const layout = useLayout() === 'phone' ? 'phone' : 'wide'
  const line = useMemo(() => ({ left: nameWidth[layout], right: Math.max(nameWidth[layout] + 1, width - rightEdge[layout]) }), [layout, width])
  const windowNow = useCallback((): Window => {
    const { now, head } = useCluster.getState()
    return windowOf(line, { now, furthest: Math.max(now, head), zoom: zooms[zoom] ?? 1 })
  }, [line, zoom])
  const range = useCallback(() => {
    const { from, to } = windowNow()
    return { from, to, bins: line.right - line.left }
  }, [windowNow, line])
  const view = useTimelineView(range)
  return (
    <>
      <Tools zoom={zoom} onZoom={setZoom} />
      {layout === 'phone' && <WhatToPick />}
      <div className="lanes-body" role="presentation">
        <Names view={view} />
        <Track view={view} width={width} windowNow={windowNow} />
      </div>
    </>
  )
}

function Tools({ zoom, onZoom }: { readonly zoom: number; readonly onZoom: (zoom: number) => void }) {
  const { t } = useTranslation('time')
  const branches = useCluster((state) => state.branches)
  const head = useCluster((state) => clockText(state.head))
  const compared = useView((state) => state.compared)
  const now = useCluster((state) => state.now)
  const isKept = useView(({ bookmarks }) => isMarked(bookmarks, { now, branches }))
  const nameOf = useBranchName()
  return (
    <div className="lanes-tools">
      {branches.map((branch) => (
        <button key={branch.id} className={branch.current ? 'branch-chip current' : 'branch-chip'} aria-pressed={branch.current} onClick={() => void switchTo(branch.id)}>
          {nameOf(branch)} <span>{t('to', { to: branch.current ? head : clockText(branch.head) })}</span>
        </button>
      ))}
      <span className="grow" />
      <button className={compared ? 'button primary' : 'button line'} aria-pressed={compared !== null} onClick={() => useView.setState({ compared: compared ? null : [], selection: null })}>
        {t('compare')}
      </button>
      <button className="button line icon" aria-label={t(isKept ? 'unbookmark' : 'bookmark')} title={t(isKept ? 'unbookmark' : 'bookmark')} onClick={toggleBookmark}>
        {isKept ? <BookmarkX size={16} /> : <Bookmark size={16} />}
      </button>
      <button className="button icon" aria-label={t('zoomOut')} disabled={zoom === 0} onClick={() => onZoom(zoom - 1)}>
        <Minus size={16} />
      </button>
      <button className="button icon" aria-label={t('zoomIn')} disabled={zoom === zooms.length - 1} onClick={() => onZoom(zoom + 1)}>
        <Plus size={16} />
      </button>
    </div>
  )
}

/** On a phone what is compared is told in another panel, which opens when both moments are chosen. */
function WhatToPick() {
  const { t } = useTranslation('time')
  const compared = useView((state) => state.compared)
  if (!compared) return null
  const [a] = compared
  return <p className="lanes-hint">{a && compared.length < 2 ? t('difference.pickB', { a: clockText(a.at) }) : t('difference.pickA')}</p>
}

/** What each row is, in words; the workloads lead to themselves, and say which Pods they have had. */
function Names({ view }: { readonly view: TimelineView }) {
  const { t } = useTranslation('time')
  const branches = useCluster((state) => state.branches)
  const rows = rowsOf(view, branches)
  const sentence = (lane: TimelineLane) => t('lane', { owner: laneName(lane, view.lanes), pods: lane.bars.map(podsText).join(' → ') })
  const marks = useView((state) => state.bookmarks)
  const nameOf = useBranchName()
  const nameOfMark = ({ branch }: Mark) => nameOf(branches.find(({ id }) => id === branch) ?? { id: branch, name: '' })
  return (
    <div className="lanes-names">
      <span style={{ top: rows.branches }}>{t('rows.branches')}</span>
      <span style={{ top: rows.inputs }}>{t('rows.inputs')}</span>
      <ul aria-label={t('lanes')}>
        {view.lanes.map((lane, index) => (
          <li key={lane.owner} style={{ top: rows.lanes[index] }}>
            <button title={sentence(lane)} onClick={() => useCluster.getState().world.byKey.has(lane.owner) && select(lane.owner)}>
              {laneName(lane, view.lanes)}
              <span className="visually-hidden">{sentence(lane)}</span>
            </button>
          </li>
        ))}
      </ul>
      <span style={{ top: rows.warnings }}>
        {t('rows.warnings')}
        {view.moreLanes > 0 && ` · ${t('moreLanes', { count: view.moreLanes })}`}
      </span>
      <ul className="visually-hidden">
        {marks.map((mark) => (
          <li key={`${mark.branch} ${mark.at}`}>
            <button onClick={() => void goToMark(mark)}>{t('goToBookmark', { at: clockText(mark.at), branch: nameOfMark(mark) })}</button>
          </li>
        ))}
      </ul>
    </div>
  )
}

interface TrackProps {
  readonly view: TimelineView
  readonly width: number
  readonly windowNow: () => Window
}

function Track({ view, width, windowNow }: TrackProps) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const branches = useCluster((state) => state.branches)
  const current = branches.find((branch) => branch.current)?.id ?? 1
  const compared = useView((state) => state.compared)
  const all = useView((state) => state.bookmarks)
  const bookmarks = useMemo(() => all.filter(({ branch }) => branch === current).map(({ at }) => at), [all, current])
  useEffect(() => {
    const element = canvas.current
    const box = element?.parentElement
    if (!element || !box) return
    let palette = readPalette(box)
    const draw = () => {
      const { now, head, world } = useCluster.getState()
      const hues = huesOf(world, view.lanes)
      drawLanes(element, { view, window: windowNow(), branches, now, head, width, palette, compared: compared ?? [], current, bookmarks, hues })
    }
    draw()
    const stopTheme = onThemeChange(() => {
      palette = readPalette(box)
      draw()
    })
    const stop = useCluster.subscribe((state, before) => {
      if (state.now !== before.now || state.head !== before.head) draw()
    })
    return () => {
      stopTheme()
      stop()
    }
  }, [view, width, windowNow, branches, compared, current, bookmarks])
  const onClick = (x: number) => {
    const window = windowNow()
    const at = timeOf(window, x)
    if (x < window.left - 8) return
    if (compared) return pick(compared, { branch: current, at: Math.min(at, useCluster.getState().head) })
    void seekTo(bookmarks.find((mark) => Math.abs(placeOf(window, mark) - x) <= reach) ?? at)
  }
  const pointer = useScrub({ scale: () => asScale(windowNow()), onClick })
  return (
    <Slider className={compared ? 'lanes-track picking' : 'lanes-track'} pointer={pointer}>
      <canvas ref={canvas} aria-hidden style={{ width }} />
    </Slider>
  )
}

/** A window as a scale that begins at birth, left of what is seen. */
function asScale({ left, right, from, to }: Window) {
  const perPixel = (to - from) / (right - left)
  return { left: left - from / perPixel, right, span: to }
}

/** The first click is A, the second B, the third another A; on one branch A is the earlier one. */
function pick([a, b]: readonly Mark[], mark: Mark): void {
  if (!a || b) return useView.setState({ compared: [mark] })
  const isTurned = a.branch === mark.branch && mark.at < a.at
  useView.setState({ compared: isTurned ? [mark, a] : [a, mark], narrowTab: 'inspect' })
}

/** As the picture gives them out: by the order in which apps appeared. */
function huesOf(world: World, lanes: readonly TimelineLane[]): readonly number[] {
  const rows = [...rowsOfWorld(world, 'deployments.apps'), ...rowsOfWorld(world, 'pods')].sort((a, b) => a.created - b.created || a.id - b.id)
  const apps = [...new Set(rows.map(({ app }) => app).filter((app) => app !== ''))]
  return lanes.map(({ owner }) => {
    const place = apps.indexOf(appOfOwner(world, owner))
    return place < 0 ? 0 : (place % 6) + 1
  })
}
