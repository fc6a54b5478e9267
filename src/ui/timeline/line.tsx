/** The timeline as one line: marks on a canvas, words for actions and errors, the head at now; drag it to go back. */
import { useCallback, useEffect, useMemo, useRef, type MouseEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { explain, type Sentence } from '../../view/explain.ts'
import { atOf, labelsThatFit, levelWeight, tickAt, tickLabel, ticksBeyond, ticksOf, timeScale, xOf, type Tick, type TickLevel, type TimeScale } from '../../view/timeline.ts'
import { clockText } from '../../view/format.ts'
import type { Fact } from '../../worker/protocol.ts'
import { onThemeChange, readPalette } from '../scene/palette.ts'
import { useCluster } from '../store.ts'
import { drawTimeline } from './draw-timeline.ts'
import { FactList } from './fact-list.tsx'
import { openFact } from './open-fact.ts'
import { Slider } from './slider.tsx'
import { textWidth } from './text-width.ts'
import { seekTo } from './time-actions.ts'
import { useScrub } from './use-scrub.ts'
import { useTimelineView } from './use-timeline-view.ts'

/** The line begins right of the title, on a phone below it, and ends left of the edge. */
const edges = { wide: { left: 152, right: 28 }, phone: { left: 20, right: 20 } }
/** Half the size of the target around a mark. */
const reach = 14
/** Pixels by which the right end must have moved before words are placed anew. */
const scaleStep = 2

/** The line holds all that the branch has, past the present too. */
const scaleOf = (line: Ends): TimeScale => {
  const { now, head } = useCluster.getState()
  return timeScale(Math.max(now, head), line)
}

interface Ends {
  readonly left: number
  readonly right: number
}

export function Line({ width, isPhone }: { readonly width: number; readonly isPhone: boolean }) {
  const { t } = useTranslation('facts')
  const { left, right } = isPhone ? edges.phone : edges.wide
  const line = useMemo(() => ({ left, right: Math.max(left + 1, width - right) }), [left, right, width])
  const range = useCallback(() => ({ from: 0, to: scaleOf(line).span, bins: line.right - line.left }), [line])
  const view = useTimelineView(range)
  const facts = useCluster(({ world }) => world.facts)
  const told = useMemo(() => ticksOf(facts), [facts])
  const ticks = useMemo(() => [...told, ...ticksBeyond(facts, view)].sort((a, b) => a.at - b.at), [told, facts, view])
  const words = useMemo(() => wordsOf(ticks, (key, params) => t(key, params)), [ticks, t])
  return (
    <>
      <div className="timeline-line">
        <Marks ticks={ticks} line={line} width={width} />
        <Words words={words} line={line} end={width - 4} />
        <Head line={line} last={words.at(-1)} />
      </div>
      {isPhone && <FactList ticks={told} onOpen={({ fact }) => fact && openFact(fact)} />}
    </>
  )
}

interface Word {
  readonly fact: Fact
  readonly level: TickLevel
  readonly text: string
  readonly width: number
}

/** Words shown at most; there is no room for more on any screen. */
const wordLimit = 60

function wordsOf(ticks: readonly Tick[], say: (key: string, params: Sentence['params']) => string): readonly Word[] {
  const labelled = ticks.flatMap(({ fact, level }) => {
    const label = fact && tickLabel(fact)
    return label ? [{ fact, level, label }] : []
  })
  const newest = labelled.toSorted((a, b) => a.fact.at - b.fact.at).slice(-wordLimit)
  return newest.map(({ fact, level, label }) => {
    const text = say(label.key, label.params)
    return { fact, level, text, width: textWidth(text) }
  })
}

function Marks({ ticks, line, width }: { readonly ticks: readonly Tick[]; readonly line: Ends; readonly width: number }) {
  const { t } = useTranslation('facts')
  const canvas = useRef<HTMLCanvasElement>(null)
  useEffect(() => {
    const element = canvas.current
    const box = element?.parentElement
    if (!element || !box) return
    let palette = readPalette(box)
    const draw = () => {
      const { now, head } = useCluster.getState()
      drawTimeline(element, { ticks, scale: scaleOf(line), now, head, width, palette })
    }
    draw()
    const stopTheme = onThemeChange(() => {
      palette = readPalette(box)
      draw()
    })
    const stop = useCluster.subscribe(({ now, head }, before) => {
      if (now !== before.now || head !== before.head) draw()
    })
    return () => {
      stopTheme()
      stop()
    }
  }, [ticks, line, width])
  const nearest = (x: number): Tick | undefined => tickAt(ticks, scaleOf(line), { x, reach })
  const pointer = useScrub({
    scale: () => scaleOf(line),
    onClick: (x) => {
      const tick = nearest(x)
      if (tick?.fact) openFact(tick.fact)
      else if (x >= line.left) void seekTo(tick?.at ?? atOf(scaleOf(line), x))
    },
  })
  const hover = (event: MouseEvent<HTMLCanvasElement>) => {
    const tick = nearest(event.nativeEvent.offsetX)
    const said = tick?.fact && explain(tick.fact)
    event.currentTarget.title = tick ? `${clockText(tick.at)}  ${said ? t(said.key, said.params) : ''}` : ''
    event.currentTarget.style.cursor = tick?.fact ? 'pointer' : ''
  }
  return (
    <Slider className="timeline-track" pointer={pointer}>
      <canvas ref={canvas} onMouseMove={hover} aria-hidden />
    </Slider>
  )
}

function Words({ words, line, end }: { readonly words: readonly Word[]; readonly line: Ends; readonly end: number }) {
  const { t } = useTranslation('facts')
  // The scale grows with the clock; words follow it in steps, so that the page is not drawn anew at each frame.
  useCluster(({ now, head }) => Math.floor(Math.log(timeScale(Math.max(now, head), line).span) / Math.log(1 + scaleStep / (line.right - line.left))))
  const scale = scaleOf(line)
  const placed = words.map((word) => ({ ...word, id: word.fact.id, x: xOf(scale, word.fact.at), weight: levelWeight[word.level] }))
  return (
    <ol className="timeline-words" aria-label={t('timeline.events')}>
      {labelsThatFit(placed, { left: line.left - 16, right: end }).map(({ id, x, fact, level, text }) => (
        <li key={id} style={{ left: x }}>
          <button className={level} onClick={() => openFact(fact)}>
            {text}
          </button>
        </li>
      ))}
    </ol>
  )
}

/** Pixels that the clock below the head takes to each side, with a gap. */
const clockRoom = 40

/** The clock below the head, where no word stands; moved without drawing the page anew. */
function Head({ line, last }: { readonly line: Ends; readonly last: Word | undefined }) {
  const label = useRef<HTMLSpanElement>(null)
  useEffect(() => {
    const place = () => {
      if (!label.current) return
      const { now } = useCluster.getState()
      const scale = scaleOf(line)
      const x = xOf(scale, now)
      label.current.hidden = last !== undefined && xOf(scale, last.fact.at) + last.width / 2 > x - clockRoom
      label.current.textContent = clockText(now)
      label.current.style.transform = `translateX(${x}px) translateX(-50%)`
    }
    place()
    return useCluster.subscribe(({ now, head }, before) => {
      if (now !== before.now || head !== before.head) place()
    })
  }, [line, last])
  return <span ref={label} className="timeline-head" aria-hidden />
}
