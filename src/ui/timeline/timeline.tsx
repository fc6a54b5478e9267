/** Along the bottom, on a phone in a panel: what happened when, on the branch that is open. A line at first; grown, with lanes. */
import { ChevronDown, ChevronUp, Undo2 } from 'lucide-react'
import { lazy, Suspense, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLayout } from '../shell/use-layout.ts'
import { useCluster, useView } from '../store.ts'
import { Line } from './line.tsx'
import { undo } from './time-actions.ts'
import './timeline.css'

const LazyLanes = lazy(() => import('./lanes.tsx').then(({ Lanes }) => ({ default: Lanes })))
const LazyBranchMenu = lazy(() => import('./branch-menu.tsx').then(({ BranchMenu }) => ({ default: BranchMenu })))

export function Timeline() {
  const { t } = useTranslation('facts')
  const box = useRef<HTMLElement>(null)
  const width = useWidth(box)
  const isPhone = useLayout() === 'phone'
  const isOpen = useCluster((state) => state.epoch > 0)
  const grown = useView((state) => state.timelineGrown)
  return (
    <section ref={box} className={grown ? 'timeline grown' : 'timeline'} aria-label={t('timeline.label')}>
      <div className="timeline-title">
        {!isPhone && <GrowButton grown={grown} />}
        <h2>{t('timeline.label')}</h2>
        {isOpen && (
          <Suspense>
            <LazyBranchMenu />
          </Suspense>
        )}
        {isPhone && <UndoButton />}
        {isPhone && <GrowButton grown={grown} />}
      </div>
      {width > 0 && !grown && <Line width={width} isPhone={isPhone} />}
      {width > 0 && grown && (
        <Suspense>
          <LazyLanes width={width} />
        </Suspense>
      )}
    </section>
  )
}

/** On a phone, where the bar at the top has no room for it. */
function UndoButton() {
  const { t } = useTranslation('time')
  return (
    <button className="button icon" aria-label={t('undo')} onClick={() => void undo()}>
      <Undo2 size={16} />
    </button>
  )
}

function GrowButton({ grown }: { readonly grown: boolean }) {
  const { t } = useTranslation('time')
  return (
    <button className="button icon quiet" aria-expanded={grown} aria-label={t(grown ? 'shrink' : 'grow')} onClick={() => useView.setState({ timelineGrown: !grown, compared: null })}>
      {grown ? <ChevronDown size={16} /> : <ChevronUp size={16} />}
    </button>
  )
}

function useWidth(box: { readonly current: HTMLElement | null }): number {
  const [width, setWidth] = useState(0)
  useEffect(() => {
    const element = box.current
    if (!element) return
    const observer = new ResizeObserver(() => setWidth(element.clientWidth))
    observer.observe(element)
    return () => observer.disconnect()
  }, [box])
  return width
}
