/**
 * Keeps the two canvases in step with the camera, the picture and the clock. Edges are drawn when they or the camera
 * changed; traffic in each display frame, but only while something flies and time runs.
 */
import { useEffect, useRef, type RefObject } from 'react'
import { useStoreApi } from '@xyflow/react'
import { useCluster } from '../store.ts'
import { sceneNow } from './clock.ts'
import { dotsAt, drawEdges, drawTraffic, prepare, type Camera, type Dot } from './draw.ts'
import { onThemeChange, readPalette, type Palette } from './palette.ts'
import { provideDots } from './probe.ts'
import type { SceneFocus } from './use-focus.ts'
import type { Picture } from './use-picture.ts'

export interface Canvases {
  readonly edges: RefObject<HTMLCanvasElement | null>
  readonly traffic: RefObject<HTMLCanvasElement | null>
  /** The dot nearest to a point of the page, within reach of a finger. */
  readonly dotNear: (x: number, y: number) => Dot | null
}

/** Half of the smallest pointer target, in pixels. */
const reach = 14

export function useCanvases(picture: Picture, focus: SceneFocus): Canvases {
  const edges = useRef<HTMLCanvasElement>(null)
  const traffic = useRef<HTMLCanvasElement>(null)
  const store = useStoreApi()
  const current = useRef<Drawing>({ picture, focus, palette: null, dots: [], edgesDirty: true, asked: 0 })
  current.current.picture = picture
  current.current.focus = focus

  const camera = (): Camera => {
    const [x, y, zoom] = store.getState().transform
    return { x, y, zoom }
  }
  const ask = useRef((_edges: boolean): void => undefined)
  useEffect(() => {
    const drawing = current.current
    const draw = () => {
      drawing.asked = 0
      if (!edges.current || !traffic.current) return
      drawing.palette ??= readPalette(edges.current.parentElement ?? document.body)
      paint(drawing, { edges: edges.current, traffic: traffic.current, camera: camera() })
      if (isFlying(drawing)) ask.current(false)
    }
    ask.current = (dirty) => {
      drawing.edgesDirty ||= dirty
      if (drawing.asked === 0) drawing.asked = requestAnimationFrame(draw)
    }
    const stops = [
      store.subscribe((state, before) => (state.transform !== before.transform || state.width !== before.width || state.height !== before.height) && ask.current(true)),
      useCluster.subscribe((state, before) => (state.now !== before.now || state.world !== before.world || state.playing !== before.playing) && ask.current(false)),
      onThemeChange(() => {
        drawing.palette = null
        ask.current(true)
      }),
      provideDots(() => shownDots(drawing, edges.current, camera())),
    ]
    ask.current(true)
    return () => {
      stops.forEach((stop) => stop())
      cancelAnimationFrame(drawing.asked)
      drawing.asked = 0
    }
  }, [store])
  useEffect(() => ask.current(true), [picture.edges, picture.layout, focus])

  const dotNear = (x: number, y: number): Dot | null => {
    const box = traffic.current?.getBoundingClientRect()
    if (!box) return null
    const { x: cx, y: cy, zoom } = camera()
    const away = (dot: Dot) => Math.hypot(box.left + cx + dot.at[0] * zoom - x, box.top + cy + dot.at[1] * zoom - y)
    const near = current.current.dots.filter((dot) => dot.request > 0 && away(dot) <= reach)
    return near.sort((a, b) => away(a) - away(b))[0] ?? null
  }
  return { edges, traffic, dotNear }
}

interface Drawing {
  picture: Picture
  focus: SceneFocus
  palette: Palette | null
  dots: readonly Dot[]
  edgesDirty: boolean
  asked: number
}

const reducedMotion = matchMedia('(prefers-reduced-motion: reduce)')

function paint(drawing: Drawing, { edges, traffic, camera }: { edges: HTMLCanvasElement; traffic: HTMLCanvasElement; camera: Camera }): void {
  const { picture, focus, palette } = drawing
  if (!palette) return
  if (drawing.edgesDirty) {
    drawing.edgesDirty = false
    const context = prepare(edges, camera)
    if (context) drawEdges(context, { edges: picture.edges, palette, lit: focus.lit })
  }
  const before = drawing.dots.length
  drawing.dots = dotsAt(picture.places, useCluster.getState().world.air.flights, sceneNow())
  if (before === 0 && drawing.dots.length === 0) return
  const context = prepare(traffic, camera)
  if (context) drawTraffic(context, { dots: drawing.dots, palette, chosen: focus.chosen, still: reducedMotion.matches })
}

/** True while the next display frame would show something else. */
function isFlying(drawing: Drawing): boolean {
  const { playing, world } = useCluster.getState()
  return playing && (drawing.dots.length > 0 || world.air.flights.length > 0)
}

function shownDots({ picture }: Drawing, canvas: HTMLCanvasElement | null, { x, y, zoom }: Camera) {
  const box = canvas?.getBoundingClientRect()
  if (!box) return []
  const dots = dotsAt(picture.places, useCluster.getState().world.air.flights, sceneNow())
  return dots.map(({ id, kind, at }) => ({ id, kind, x: box.left + x + at[0] * zoom, y: box.top + y + at[1] * zoom }))
}
