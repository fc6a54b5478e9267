/** The head of the timeline for keyboards and screen readers: arrows go from event to event, Home and End to the ends. */
import { useEffect, useRef, type KeyboardEvent, type PointerEvent, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { clockText } from '../../view/format.ts'
import { useCluster } from '../store.ts'
import { goToHead, seekTo, stepBack, stepOn } from './time-actions.ts'

/** Micros by which a page key moves. */
const page = 10_000_000

interface SliderProps {
  readonly className: string
  readonly children: ReactNode
  readonly pointer: { readonly [name in `onPointer${'Down' | 'Move' | 'Up'}`]: (event: PointerEvent<HTMLElement>) => void } & { readonly onPointerCancel: () => void }
}

export function Slider({ className, children, pointer }: SliderProps) {
  const { t } = useTranslation('time')
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const tell = () => {
      const { now, head } = useCluster.getState()
      box.current?.setAttribute('aria-valuemax', String(Math.round(head / 1_000)))
      box.current?.setAttribute('aria-valuenow', String(Math.round(now / 1_000)))
      box.current?.setAttribute('aria-valuetext', clockText(now))
    }
    tell()
    return useCluster.subscribe(({ now, head }, before) => {
      if (now !== before.now || head !== before.head) tell()
    })
  }, [])
  const onKeyDown = (event: KeyboardEvent) => {
    const { now } = useCluster.getState()
    const acts: { readonly [key: string]: () => Promise<unknown> } = {
      ArrowLeft: stepBack,
      ArrowRight: stepOn,
      PageDown: () => seekTo(now - page),
      PageUp: () => seekTo(now + page),
      Home: () => seekTo(0),
      End: goToHead,
    }
    const act = acts[event.key]
    if (!act) return
    event.preventDefault()
    void act()
  }
  return (
    <div ref={box} className={className} role="slider" tabIndex={0} aria-label={t('moment')} aria-valuemin={0} aria-valuenow={0} onKeyDown={onKeyDown} {...pointer}>
      {children}
    </div>
  )
}
