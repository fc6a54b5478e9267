/** Draws the edges and what travels along them onto canvases. Each state has a colour and a shape. */
import type { Flight, Outcome } from '../../worker/protocol.ts'
import type { SceneEdge } from '../../view/edges.ts'
import { flyingAt } from '../../view/flights.ts'
import { lengthOf, pointAlong, routeOfFlight, type Places, type Point, type Route } from '../../view/routes.ts'
import type { Palette } from './palette.ts'

export interface Camera {
  readonly x: number
  readonly y: number
  readonly zoom: number
}

export interface Dot {
  readonly id: number
  /** As one can tell so far. */
  readonly outcome: Outcome
  readonly kind: 'ok' | 'client-error' | 'server-error' | 'timeout' | 'refused' | 'reply' | 'envelope'
  /** In the world. */
  readonly at: Point
  readonly request: number
  readonly flight: Flight
  readonly route: Route
}

const cornerRadius = 8

/** Sizes a canvas to its box and clears it; returns a context in world coordinates. */
export function prepare(canvas: HTMLCanvasElement, camera: Camera): CanvasRenderingContext2D | null {
  const ratio = Math.min(2, devicePixelRatio || 1)
  const [width, height] = [Math.round(canvas.clientWidth * ratio), Math.round(canvas.clientHeight * ratio)]
  if (canvas.width !== width || canvas.height !== height) {
    canvas.width = width
    canvas.height = height
  }
  const context = canvas.getContext('2d')
  if (!context) return null
  context.setTransform(1, 0, 0, 1, 0, 0)
  context.clearRect(0, 0, width, height)
  context.setTransform(ratio * camera.zoom, 0, 0, ratio * camera.zoom, ratio * camera.x, ratio * camera.y)
  return context
}

function trace(context: CanvasRenderingContext2D, route: Route): void {
  context.beginPath()
  route.forEach(([x, y], i) => {
    const next = route[i + 1]
    const before = route[i - 1]
    if (i === 0) context.moveTo(x, y)
    else if (!next || !before) context.lineTo(x, y)
    else context.arcTo(x, y, next[0], next[1], radiusAt(before, [x, y], next))
  })
}

/** Two corners share what lies between them. */
const radiusAt = (before: Point, [x, y]: Point, next: Point): number => Math.min(cornerRadius, Math.hypot(x - before[0], y - before[1]) / 2, Math.hypot(next[0] - x, next[1] - y) / 2)

/** Of the line as it is drawn: each corner is cut short by its arc. */
function drawnLength(route: Route): number {
  const cut = route.reduce((sum, [x, y], i) => {
    const [before, next] = [route[i - 1], route[i + 1]]
    const isCorner = before && next && (before[0] === x) !== (next[0] === x)
    return isCorner ? sum + (2 - Math.PI / 2) * radiusAt(before, [x, y], next) : sum
  }, 0)
  return lengthOf(route) - cut
}

function colourOf({ type, hue }: SceneEdge, palette: Palette): string {
  if (type === 'waiting') return palette['line-strong']
  if (type === 'rule' || hue === 0) return palette['line-strong']
  return [palette['app-1'], palette['app-2'], palette['app-3'], palette['app-4'], palette['app-5'], palette['app-6']][hue - 1] ?? palette['line-strong']
}

const dashes = { rule: [], endpoint: [], call: [5, 4], waiting: [3, 4] } as const

export interface EdgePicture {
  readonly edges: readonly SceneEdge[]
  readonly palette: Palette
  /** Among many nodes they are drawn thinner. */
  readonly thin: boolean
  /** Edges on the way of the chosen request, by id. */
  readonly lit: ReadonlySet<string>
}

/** Later edges leave a gap round themselves where they cross earlier ones of another colour. */
export function drawEdges(context: CanvasRenderingContext2D, { edges, palette, thin, lit }: EdgePicture): void {
  context.lineCap = 'butt'
  context.lineJoin = 'round'
  let before = ''
  const inOrder = lit.size === 0 ? edges : [...edges].sort((a, b) => Number(lit.has(a.id)) - Number(lit.has(b.id)))
  for (const edge of inOrder) {
    const colour = lit.has(edge.id) && edge.hue === 0 ? palette.ok : colourOf(edge, palette)
    if (before !== '' && before !== colour && edge.type !== 'call') eraseUnder(context, edge.route)
    before = colour
    context.strokeStyle = colour
    context.lineWidth = lit.has(edge.id) ? 2.5 : thin ? 1 : 2
    context.globalAlpha = lit.size === 0 || lit.has(edge.id) ? 1 : dimmed
    const dash = dashes[edge.type]
    context.setLineDash([...dash])
    // Counted from the end, so that edges with a common last stretch show one and the same line there.
    context.lineDashOffset = -drawnLength(edge.route)
    trace(context, edge.route)
    context.stroke()
    context.setLineDash([])
    drawTip(context, edge.route, colour)
    context.globalAlpha = 1
  }
}

/** How strong the other edges are while one request is looked at. */
const dimmed = 0.35

function eraseUnder(context: CanvasRenderingContext2D, route: Route): void {
  context.globalCompositeOperation = 'destination-out'
  context.lineWidth = 6
  trace(context, trimmed(route))
  context.stroke()
  context.globalCompositeOperation = 'source-over'
}

/** Without its ends, so that shared trunks and arrow tips stay whole. */
function trimmed(route: Route): Route {
  return route.length > 2 ? route.slice(1, -1) : route
}

function drawTip(context: CanvasRenderingContext2D, route: Route, colour: string): void {
  const [x, y] = route.at(-1) ?? [0, 0]
  const [px, py] = route.at(-2) ?? [0, 0]
  const length = Math.hypot(x - px, y - py) || 1
  const [ux, uy] = [(x - px) / length, (y - py) / length]
  context.fillStyle = colour
  context.beginPath()
  context.moveTo(x, y)
  context.lineTo(x - ux * 7 - uy * 4, y - uy * 7 + ux * 4)
  context.lineTo(x - ux * 7 + uy * 4, y - uy * 7 - ux * 4)
  context.fill()
}

/** Everything in the air at `now`, with its place. A function of the flights and the clock alone. */
export function dotsAt(places: Places, flights: readonly Flight[], now: number): readonly Dot[] {
  return flyingAt(flights, now).flatMap(({ flight, progress }) => {
    const route = routeOfFlight(places, flight)
    if (!route) return []
    const kind = kindOf(flight, progress)
    const inset = kind === 'envelope' ? Math.min(envelopeInset, lengthOf(route) / 2) / lengthOf(route) : 0
    const outcome = isBeforeGate(flight, progress) ? 'ok' : flight.outcome
    return [{ id: flight.id, kind, outcome, at: pointAlong(route, inset + eased(progress) * (1 - 2 * inset)), request: flight.request, flight, route } as const]
  })
}

/** Share of the way after which one sees that what travels will not be let through. */
const gateAt = 0.75

/** What is refused at its goal looks like any other until it is nearly there. */
const isBeforeGate = ({ reply }: Flight, progress: number): boolean => !reply && progress < gateAt

/** A good answer is a hollow ring; any other answer has the shape of its outcome. */
function kindOf(flight: Flight, progress: number): Dot['kind'] {
  const { type, reply, outcome } = flight
  if (type === 'api' || type === 'watch') return 'envelope'
  if (isBeforeGate(flight, progress)) return 'ok'
  return reply && outcome === 'ok' ? 'reply' : outcome
}

/** An envelope stops short of the chips at both ends, so that it covers no word. */
const envelopeInset = 14

/** Leaves and arrives gently. */
const eased = (share: number): number => share * share * (3 - 2 * share)

export interface TrafficPicture {
  readonly dots: readonly Dot[]
  readonly palette: Palette
  readonly chosen: number
  /** Paths light up instead of dots travelling. */
  readonly still: boolean
}

export function drawTraffic(context: CanvasRenderingContext2D, { dots, palette, chosen, still }: TrafficPicture): void {
  for (const dot of dots) {
    const colour = colourOfDot(dot, palette)
    if (dot.kind === 'envelope' || still) drawWay(context, dot, colour)
    if (still) continue
    if (dot.kind === 'envelope') drawEnvelope(context, dot, { colour, palette })
    else drawDot(context, dot, { colour, palette, chosen: chosen > 0 && dot.request === chosen })
  }
}

function colourOfDot({ kind, flight, outcome }: Dot, palette: Palette): string {
  if (outcome === 'client-error' && kind !== 'envelope') return palette.warn
  if (outcome !== 'ok') return palette.error
  if (flight.type === 'watch') return palette.info
  if (kind === 'envelope') return palette.accent
  return flight.type === 'dns' || flight.type === 'probe' || flight.type === 'pull' ? palette.info : palette.ok
}

function drawWay(context: CanvasRenderingContext2D, { route }: Dot, colour: string): void {
  context.strokeStyle = colour
  context.lineWidth = 2.5
  trace(context, route)
  context.stroke()
}

interface Brush {
  readonly colour: string
  readonly palette: Palette
  readonly chosen?: boolean
}

function drawEnvelope(context: CanvasRenderingContext2D, { at: [cx, cy], flight }: Dot, { colour, palette }: Brush): void {
  // A watch event is a smaller one: it is told, not asked.
  const scale = flight.type === 'watch' || flight.reply ? 0.75 : 1
  const [w, h] = [24 * scale, 16 * scale]
  const [x, y] = [cx - w / 2, cy - h / 2]
  context.fillStyle = palette.panel
  context.beginPath()
  context.roundRect(x - 2, y - 2, w + 4, h + 4, 5)
  context.fill()
  context.fillStyle = colour
  context.beginPath()
  context.roundRect(x, y, w, h, 3)
  context.fill()
  context.strokeStyle = palette.panel
  context.lineWidth = 1.8
  context.beginPath()
  context.moveTo(x + 2 * scale, y + 3 * scale)
  context.lineTo(cx, y + 10 * scale)
  context.lineTo(x + w - 2 * scale, y + 3 * scale)
  context.stroke()
}

function drawDot(context: CanvasRenderingContext2D, dot: Dot, { colour, palette, chosen = false }: Brush): void {
  const [x, y] = dot.at
  const r = chosen ? 6 : 5
  if (chosen) {
    context.strokeStyle = palette.accent
    context.lineWidth = 2
    context.beginPath()
    context.arc(x, y, 11, 0, 2 * Math.PI)
    context.stroke()
  }
  context.lineWidth = 1.5
  context.strokeStyle = palette.panel
  context.fillStyle = colour
  if (dot.kind === 'reply') drawReply(context, dot, { colour, palette })
  else if (dot.kind === 'refused' || dot.kind === 'timeout') drawCross(context, dot, { colour, palette })
  else {
    shape(context, dot.kind === 'ok' ? 'disc' : dot.kind === 'client-error' ? 'triangle' : 'diamond', { x, y, r })
    context.fill()
    context.stroke()
  }
}

function shape(context: CanvasRenderingContext2D, name: 'disc' | 'triangle' | 'diamond', { x, y, r }: { x: number; y: number; r: number }): void {
  context.beginPath()
  if (name === 'disc') return context.arc(x, y, r, 0, 2 * Math.PI)
  const points: Point[] = name === 'triangle' ? [[0, -r - 1], [r + 1, r], [-r - 1, r]] : [[0, -r - 1.5], [r + 1.5, 0], [0, r + 1.5], [-r - 1.5, 0]]
  points.forEach(([dx, dy], i) => (i === 0 ? context.moveTo(x + dx, y + dy) : context.lineTo(x + dx, y + dy)))
  context.closePath()
}

function drawReply(context: CanvasRenderingContext2D, { at: [x, y] }: Dot, { colour, palette }: Brush): void {
  context.fillStyle = palette.panel
  context.strokeStyle = colour
  context.lineWidth = 2
  context.beginPath()
  context.arc(x, y, 4, 0, 2 * Math.PI)
  context.fill()
  context.stroke()
}

function drawCross(context: CanvasRenderingContext2D, { at: [x, y] }: Dot, { colour, palette }: Brush): void {
  for (const [width, stroke] of [[6, palette.panel], [2.5, colour]] as const) {
    context.strokeStyle = stroke
    context.lineWidth = width
    context.beginPath()
    context.moveTo(x - 4, y - 4)
    context.lineTo(x + 4, y + 4)
    context.moveTo(x + 4, y - 4)
    context.lineTo(x - 4, y + 4)
    context.stroke()
  }
}
