/**
 * Keeps the two canvases in step with the camera, the picture and the clock. Edges are drawn when they or the camera
 * changed; traffic in each display frame, but only while something flies and time runs.
 */
import { useCluster } from '../store.ts'
import type { Picture } from '../../view/picture.ts'
import { sceneNow } from './clock.ts'
import { dotsAt, drawEdges, drawTraffic, prepare, type Camera, type Dot } from './draw.ts'
import { onThemeChange, readPalette, type Palette } from './palette.ts'
import { provideDots, type ShownDot } from './probe.ts'
import type { SceneFocus } from './use-focus.ts'

/** React Flow's store, as far as the camera goes. */
export interface CameraStore {
  getState(): { readonly transform: readonly [x: number, y: number, zoom: number] }
  subscribe(listener: () => void): () => void
}

export interface Painter {
  take(layer: 'edges' | 'traffic', canvas: HTMLCanvasElement | null): void
  show(picture: Picture, focus: SceneFocus): void
  /** Draws from now on; returns how to stop. */
  follow(camera: CameraStore): () => void
  /** The dot of a request nearest to a point of the page, within reach of a finger. */
  dotNear(x: number, y: number): Dot | null
}

/** Half of the smallest pointer target, in pixels. */
const reach = 14

const reducedMotion = matchMedia('(prefers-reduced-motion: reduce)')

export function createPainter(): Painter {
  let edges: HTMLCanvasElement | null = null
  let traffic: HTMLCanvasElement | null = null
  let camera: CameraStore | null = null
  let shown: { readonly picture: Picture; readonly focus: SceneFocus } | null = null
  let palette: Palette | null = null
  let dots: readonly Dot[] = []
  let areEdgesOld = true
  let asked = 0

  const look = (): Camera => {
    const [x, y, zoom] = camera?.getState().transform ?? [0, 0, 1]
    return { x, y, zoom }
  }
  const ask = (edgesToo: boolean): void => {
    areEdgesOld ||= edgesToo
    if (asked === 0 && camera) asked = requestAnimationFrame(draw)
  }
  const draw = (): void => {
    asked = 0
    if (!edges || !traffic || !shown) return
    palette ??= readPalette(edges.parentElement ?? document.body)
    const { picture, focus } = shown
    if (areEdgesOld) {
      areEdgesOld = false
      const context = prepare(edges, look())
      if (context) drawEdges(context, { edges: picture.edges, palette, thin: picture.layout.measures.density === 'quarter', lit: focus.lit })
    }
    const { flights } = useCluster.getState().world.air
    const wasEmpty = dots.length === 0
    dots = dotsAt(picture.places, flights, sceneNow())
    if (!wasEmpty || dots.length > 0) {
      const context = prepare(traffic, look())
      if (context) drawTraffic(context, { dots, palette, chosen: focus.chosen, still: reducedMotion.matches })
    }
    if (useCluster.getState().playing && flights.length > 0) ask(false)
  }
  const onPage = (dot: Dot): Spot => spotOf(dot, look(), traffic?.getBoundingClientRect())
  const shownDots = (): readonly ShownDot[] =>
    shown ? dotsAt(shown.picture.places, useCluster.getState().world.air.flights, sceneNow()).map((dot) => ({ id: dot.id, kind: dot.kind, request: dot.request, ...onPage(dot) })) : []

  return {
    take: (layer, canvas) => {
      if (layer === 'edges') edges = canvas
      else traffic = canvas
      ask(true)
    },
    show: (picture, focus) => {
      const isNew = shown?.picture.edges !== picture.edges || shown.focus !== focus
      shown = { picture, focus }
      ask(isNew)
    },
    follow: (store) => {
      camera = store
      const repaint = () => {
        palette = null
        ask(true)
      }
      const stops = [store.subscribe(() => ask(true)), useCluster.subscribe(() => ask(false)), onThemeChange(repaint), provideDots(shownDots)]
      repaint()
      return () => {
        stops.forEach((stop) => stop())
        cancelAnimationFrame(asked)
        asked = 0
        camera = null
      }
    },
    dotNear: (x, y) => nearest(dots, (dot) => Math.hypot(onPage(dot).x - x, onPage(dot).y - y)),
  }
}

interface Spot {
  readonly x: number
  readonly y: number
}

function spotOf({ at }: Dot, { x, y, zoom }: Camera, box: DOMRect | undefined): Spot {
  return { x: (box?.left ?? 0) + x + at[0] * zoom, y: (box?.top ?? 0) + y + at[1] * zoom }
}

function nearest(dots: readonly Dot[], away: (dot: Dot) => number): Dot | null {
  const near = dots.filter((dot) => dot.request > 0 && away(dot) <= reach)
  return near.sort((a, b) => away(a) - away(b))[0] ?? null
}
