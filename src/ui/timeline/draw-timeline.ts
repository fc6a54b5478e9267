/** Draws the line, its marks and its head. Each level has a shape and a colour: pin, bar, triangle, diamond. */
import type { Palette } from '../scene/palette.ts'
import { levelWeight, xOf, type Tick, type TickLevel, type TimeScale } from '../../view/timeline.ts'

/** The line's height within the 72 px of the timeline. */
const y = 32
export const timelineHeight = 72

export interface TimelinePicture {
  readonly ticks: readonly Tick[]
  readonly scale: TimeScale
  readonly now: number
  /** How far the branch has run. */
  readonly head: number
  readonly width: number
  readonly palette: Palette
}

const colours = { event: 'text-3', input: 'accent', warning: 'warn', error: 'error' } as const satisfies { readonly [level in TickLevel]: keyof Palette }

export function drawTimeline(canvas: HTMLCanvasElement, picture: TimelinePicture): void {
  const context = canvas.getContext('2d')
  if (!context) return
  const ratio = devicePixelRatio
  const [width, height] = [Math.round(picture.width * ratio), Math.round(timelineHeight * ratio)]
  if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height })
  context.setTransform(ratio, 0, 0, ratio, 0, 0)
  context.clearRect(0, 0, picture.width, timelineHeight)
  drawLine(context, picture)
  const levels = Object.keys(levelWeight).filter((level): level is TickLevel => level in levelWeight)
  const heavier = new Set<number>()
  for (const level of levels.sort((a, b) => levelWeight[b] - levelWeight[a])) {
    const places = placesOf(level, picture).filter((x) => !heavier.has(x))
    context.fillStyle = picture.palette[colours[level]]
    for (const x of places) {
      context.globalAlpha = x > xOf(picture.scale, picture.now) + 1 ? fade : 1
      drawMark(context, level, x)
    }
    context.globalAlpha = 1
    for (const x of places) for (let near = -apart; near <= apart; near++) heavier.add(x + near)
  }
  drawHead(context, picture)
}

/** What is still to come on this branch is drawn so much fainter. */
const fade = 0.5

/** Pixels beside a mark in which no lighter one is drawn. */
const apart = 3

/** Whole pixels at which marks of a level stand, from left to right; bars keep a gap between them. */
function placesOf(level: TickLevel, { ticks, scale }: TimelinePicture): readonly number[] {
  const places: number[] = []
  for (const { level: its, at } of ticks) {
    const x = Math.round(xOf(scale, at))
    if (its === level && x - (places.at(-1) ?? -Infinity) >= (level === 'event' ? apart + 1 : 1)) places.push(x)
  }
  return places
}

function drawLine(context: CanvasRenderingContext2D, { scale, now, head, palette }: TimelinePicture): void {
  context.lineCap = 'round'
  context.lineWidth = 4
  const stroke = (to: number, colour: string) => {
    context.strokeStyle = colour
    context.beginPath()
    context.moveTo(scale.left, y)
    context.lineTo(to, y)
    context.stroke()
  }
  stroke(scale.right, palette.line)
  if (head > now) stroke(xOf(scale, head), palette['line-strong'])
  stroke(xOf(scale, now), palette.accent)
}

function drawMark(context: CanvasRenderingContext2D, level: TickLevel, x: number): void {
  if (level === 'event') return context.fillRect(x - 1, y - 12, 2, 10)
  context.fillRect(x - 1, y - 10, 2, 8)
  context.beginPath()
  if (level === 'input') shape(context, [[x - 4, y - 22], [x + 4, y - 22], [x + 4, y - 16], [x, y - 12], [x - 4, y - 16]])
  else if (level === 'warning') shape(context, [[x, y - 22], [x + 6, y - 11], [x - 6, y - 11]])
  else shape(context, [[x, y - 23], [x + 6, y - 17], [x, y - 11], [x - 6, y - 17]])
  context.fill()
}

function shape(context: CanvasRenderingContext2D, points: readonly (readonly [number, number])[]): void {
  points.forEach(([px, py], i) => (i === 0 ? context.moveTo(px, py) : context.lineTo(px, py)))
  context.closePath()
}

function drawHead(context: CanvasRenderingContext2D, { scale, now, palette }: TimelinePicture): void {
  context.beginPath()
  context.arc(xOf(scale, now), y, 8, 0, 2 * Math.PI)
  context.fillStyle = palette.panel
  context.fill()
  context.beginPath()
  context.arc(xOf(scale, now), y, 6.5, 0, 2 * Math.PI)
  context.fillStyle = palette['accent-fill']
  context.fill()
}
