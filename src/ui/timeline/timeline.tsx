/** Along the bottom: what happened when. Marks on a canvas, words for actions and errors, the head at now. */
import { useEffect, useMemo, useRef, useState, type MouseEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { explain, type Sentence } from '../../view/explain.ts'
import { labelsThatFit, levelWeight, tickAt, tickLabel, ticksOf, timeScale, xOf, type Tick, type TickLevel, type TimeScale } from '../../view/timeline.ts'
import { clockText } from '../../view/format.ts'
import { onThemeChange, readPalette } from '../scene/palette.ts'
import { useLayout } from '../shell/use-layout.ts'
import { select, useCluster } from '../store.ts'
import { drawTimeline } from './draw-timeline.ts'
import { FactList } from './fact-list.tsx'
import { textWidth } from './text-width.ts'
import './timeline.css'

/** The line begins right of the title and ends left of the edge. */
const lineLeft = 128
const lineRight = 28
/** Half the size of the target around a mark. */
const reach = 14
/** Pixels by which the right end must have moved before words are placed anew. */
const scaleStep = 2

export function Timeline() {
  const { t } = useTranslation('facts')
  const box = useRef<HTMLElement>(null)
  const width = useWidth(box)
  const isPhone = useLayout() === 'phone'
  const facts = useCluster(({ world }) => world.facts)
  const ticks = useMemo(() => ticksOf(facts), [facts])
  const words = useMemo(() => wordsOf(ticks, (key, params) => t(key, params)), [ticks, t])
  const line = useMemo(() => ({ left: lineLeft, right: Math.max(lineLeft + 1, width - lineRight) }), [width])
  const open = (tick: Tick | undefined) => {
    const request = Number(tick?.fact.params['request'] ?? 0)
    if (request > 0) select({ request })
    else if (tick && useCluster.getState().world.byKey.has(tick.fact.object)) select(tick.fact.object)
  }
  return (
    <section ref={box} className="timeline" aria-label={t('timeline.label')}>
      <h2>{t('timeline.label')}</h2>
      {width > 0 && <Marks ticks={ticks} line={line} width={width} onOpen={open} />}
      {width > 0 && <Words words={words} line={line} onOpen={open} />}
      {width > 0 && <Head line={line} last={words.at(-1)} />}
      {isPhone && <FactList ticks={ticks} onOpen={open} />}
    </section>
  )
}

interface Word {
  readonly tick: Tick
  readonly text: string
  readonly width: number
}

/** Words shown at most; there is no room for more on any screen. */
const wordLimit = 60

function wordsOf(ticks: readonly Tick[], say: (key: string, params: Sentence['params']) => string): readonly Word[] {
  const labelled = ticks.flatMap((tick) => {
    const label = tickLabel(tick.fact)
    return label ? [{ tick, label }] : []
  })
  return labelled.slice(-wordLimit).map(({ tick, label }) => {
    const text = say(label.key, label.params)
    return { tick, text, width: textWidth(text) }
  })
}

interface Line {
  readonly left: number
  readonly right: number
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

interface MarksProps {
  readonly ticks: readonly Tick[]
  readonly line: Line
  readonly width: number
  readonly onOpen: (tick: Tick | undefined) => void
}

function Marks({ ticks, line: { left, right }, width, onOpen }: MarksProps) {
  const { t } = useTranslation('facts')
  const canvas = useRef<HTMLCanvasElement>(null)
  useEffect(() => {
    const element = canvas.current
    const box = element?.parentElement
    if (!element || !box) return
    let palette = readPalette(box)
    const draw = () => {
      const { now } = useCluster.getState()
      drawTimeline(element, { ticks, scale: timeScale(now, { left, right }), now, width, palette })
    }
    draw()
    const stopTheme = onThemeChange(() => {
      palette = readPalette(box)
      draw()
    })
    const stop = useCluster.subscribe(({ now }, before) => {
      if (now !== before.now) draw()
    })
    return () => {
      stopTheme()
      stop()
    }
  }, [ticks, left, right, width])
  const nearest = (event: MouseEvent<HTMLCanvasElement>): Tick | undefined => {
    const scale: TimeScale = timeScale(useCluster.getState().now, { left, right })
    return tickAt(ticks, scale, { x: event.nativeEvent.offsetX, reach })
  }
  const hover = (event: MouseEvent<HTMLCanvasElement>) => {
    const tick = nearest(event)
    const said = tick && explain(tick.fact)
    event.currentTarget.title = tick && said ? `${clockText(tick.fact.at)}  ${t(said.key, said.params)}` : ''
    event.currentTarget.style.cursor = tick ? 'pointer' : ''
  }
  return <canvas ref={canvas} onMouseMove={hover} onClick={(event) => onOpen(nearest(event))} aria-hidden />
}

function Words({ words, line, onOpen }: { readonly words: readonly Word[]; readonly line: Line; readonly onOpen: (tick: Tick) => void }) {
  const { t } = useTranslation('facts')
  // The scale grows with the clock; words follow it in steps, so that the page is not drawn anew at each frame.
  useCluster(({ now }) => Math.floor(Math.log(timeScale(now, line).span) / Math.log(1 + scaleStep / (line.right - line.left))))
  const scale = timeScale(useCluster.getState().now, line)
  const placed = words.map((word) => ({ ...word, id: word.tick.fact.id, x: xOf(scale, word.tick.fact.at), weight: levelWeight[word.tick.level] }))
  return (
    <ol className="timeline-words" aria-label={t('timeline.events')}>
      {labelsThatFit(placed, { left: 12, right: line.right + lineRight - 4 }).map(({ id, x, tick, text }) => (
        <li key={id} style={{ left: x }}>
          <Mark level={tick.level} text={text} onOpen={() => onOpen(tick)} />
        </li>
      ))}
    </ol>
  )
}

function Mark({ level, text, onOpen }: { readonly level: TickLevel; readonly text: string; readonly onOpen: () => void }) {
  return (
    <button className={level} onClick={onOpen}>
      {text}
    </button>
  )
}

/** Pixels that the clock below the head takes to each side, with a gap. */
const clockRoom = 40

/** The clock below the head, where no word stands; moved without drawing the page anew. */
function Head({ line: { left, right }, last }: { readonly line: Line; readonly last: Word | undefined }) {
  const label = useRef<HTMLSpanElement>(null)
  useEffect(() => {
    const place = (now: number) => {
      if (!label.current) return
      const scale = timeScale(now, { left, right })
      const x = xOf(scale, now)
      label.current.hidden = last !== undefined && xOf(scale, last.tick.fact.at) + last.width / 2 > x - clockRoom
      label.current.textContent = clockText(now)
      label.current.style.transform = `translateX(${x}px) translateX(-50%)`
    }
    place(useCluster.getState().now)
    return useCluster.subscribe(({ now }, before) => {
      if (now !== before.now) place(now)
    })
  }, [left, right, last])
  return <span ref={label} className="timeline-head" aria-hidden />
}
