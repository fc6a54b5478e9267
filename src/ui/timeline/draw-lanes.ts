/** Draws the grown timeline: an axis, the branches, what was done, a lane per workload, warnings, and where time stands. */
import type { BranchSummary, Mark, TimelineLane, TimelineView } from '../../worker/protocol.ts'
import { clockText } from '../../view/format.ts'
import { axisOf, branchLines, placeOf, podsText, type Window } from '../../view/lanes.ts'
import type { Palette } from '../scene/palette.ts'

export const axisHeight = 28
const rowHeight = 28
const branchStep = 14

export interface LanesPicture {
  readonly view: TimelineView
  readonly window: Window
  readonly branches: readonly BranchSummary[]
  readonly now: number
  readonly head: number
  readonly width: number
  readonly palette: Palette
  readonly compared: readonly Mark[]
  /** The branch that is open. */
  readonly current: number
  /** Micros. */
  readonly bookmarks: readonly number[]
  /** App hue 1…6 of each lane, 0 for none. */
  readonly hues: readonly number[]
}

/** Where each row begins, from the top. */
export function rowsOf({ lanes }: TimelineView, branches: readonly BranchSummary[]) {
  const branchHeight = Math.max(rowHeight, branchLines(branches).length * branchStep + 10)
  const inputs = axisHeight + branchHeight
  const first = inputs + rowHeight
  const warnings = first + lanes.length * rowHeight
  return { branches: axisHeight, inputs, lanes: lanes.map((_, index) => first + index * rowHeight), warnings, height: warnings + rowHeight }
}

export function drawLanes(canvas: HTMLCanvasElement, picture: LanesPicture): void {
  const context = canvas.getContext('2d')
  if (!context) return
  const ratio = devicePixelRatio
  const { height } = rowsOf(picture.view, picture.branches)
  const [width, high] = [Math.round(picture.width * ratio), Math.round(height * ratio)]
  if (canvas.width !== width || canvas.height !== high) Object.assign(canvas, { width, height: high })
  canvas.style.height = `${height}px`
  context.setTransform(ratio, 0, 0, ratio, 0, 0)
  context.clearRect(0, 0, picture.width, height)
  drawGrid(context, picture, height)
  drawSpan(context, picture, height)
  context.save()
  context.beginPath()
  context.rect(picture.window.left - 8, 0, picture.width, height)
  context.clip()
  drawBranches(context, picture)
  drawMarks(context, picture)
  picture.view.lanes.forEach((lane, index) => drawLane(context, picture, { lane, index }))
  drawBookmarks(context, picture)
  context.restore()
  drawNow(context, picture, height)
  drawEnds(context, picture, height)
}

const font = '12px "Inter Variable", Inter, system-ui, sans-serif'
const codeFont = '12px "JetBrains Mono Variable", "JetBrains Mono", monospace'

function drawGrid(context: CanvasRenderingContext2D, { view, branches, window, width, palette }: LanesPicture, height: number): void {
  const rows = rowsOf(view, branches)
  context.fillStyle = palette['line-soft']
  for (const y of [rows.branches, rows.inputs, ...rows.lanes, rows.warnings, height]) context.fillRect(0, y - 1, width, 1)
  context.font = font
  context.textBaseline = 'middle'
  context.fillStyle = palette['text-2']
  context.textAlign = 'center'
  for (const at of axisOf(window)) {
    const x = placeOf(window, at)
    if (x < width - 28) context.fillText(clockText(at).replace(/^00:/, ''), x, axisHeight / 2)
  }
}

/** What lies between two moments of this branch. */
function drawSpan(context: CanvasRenderingContext2D, { compared, current, window, palette }: LanesPicture, height: number): void {
  const [a, b] = compared.filter(({ branch }) => branch === current).map(({ at }) => placeOf(window, at))
  if (a === undefined || b === undefined) return
  context.globalAlpha = 0.6
  context.fillStyle = palette.selected
  context.fillRect(Math.min(a, b), axisHeight, Math.abs(b - a), height - axisHeight)
  context.globalAlpha = 1
}

/** A and B; a moment of another branch is drawn at its time, hollow. */
function drawEnds(context: CanvasRenderingContext2D, { compared, current, window, palette }: LanesPicture, height: number): void {
  context.font = font
  context.textAlign = 'center'
  context.textBaseline = 'middle'
  compared.forEach(({ branch, at }, index) => {
    const x = placeOf(window, at)
    const isHere = branch === current
    context.fillStyle = palette.accent
    context.fillRect(x - 1, axisHeight - 6, 2, height)
    context.fillStyle = isHere ? palette['accent-fill'] : palette.panel
    context.fillRect(x - 10, axisHeight - 18, 20, 16)
    Object.assign(context, { strokeStyle: palette.accent, lineWidth: 1 })
    if (!isHere) context.strokeRect(x - 9.5, axisHeight - 17.5, 19, 15)
    context.fillStyle = isHere ? '#ffffff' : palette.accent
    context.fillText(index === 0 ? 'A' : 'B', x, axisHeight - 9)
  })
}

function drawBranches(context: CanvasRenderingContext2D, { branches, window, head, palette }: LanesPicture): void {
  context.lineWidth = 3
  context.lineCap = 'round'
  const yOf = (row: number) => axisHeight + 12 + row * branchStep
  for (const { branch, row, parentRow } of branchLines(branches).toReversed()) {
    const [from, to] = [placeOf(window, branch.from), placeOf(window, branch.current ? head : branch.head)]
    context.strokeStyle = branch.current ? palette.accent : palette['line-strong']
    context.beginPath()
    if (parentRow >= 0) {
      context.moveTo(from, yOf(parentRow))
      context.bezierCurveTo(from + 8, yOf(parentRow), from + 4, yOf(row), from + 12, yOf(row))
    } else context.moveTo(from, yOf(row))
    context.lineTo(Math.max(from + 12, to), yOf(row))
    context.stroke()
    disc(context, [Math.max(from + (parentRow >= 0 ? 12 : 0), to), yOf(row)], { radius: 4, colour: branch.current ? palette.accent : palette['line-strong'] })
  }
}

function disc(context: CanvasRenderingContext2D, [x, y]: readonly [number, number], { radius, colour }: { readonly radius: number; readonly colour: string }): void {
  context.fillStyle = colour
  context.beginPath()
  context.arc(x, y, radius, 0, 2 * Math.PI)
  context.fill()
}

function drawMarks(context: CanvasRenderingContext2D, { view, branches, window, palette }: LanesPicture): void {
  const rows = rowsOf(view, branches)
  const [, inputs = [], warnings = [], errors = []] = view.marks
  const put = (places: readonly number[], { y, colour, points }: { readonly y: number; readonly colour: string; readonly points: readonly (readonly [number, number])[] }) => {
    context.fillStyle = colour
    for (const at of places) {
      const x = placeOf(window, at)
      context.beginPath()
      points.forEach(([dx, dy], index) => (index === 0 ? context.moveTo(x + dx, y + dy) : context.lineTo(x + dx, y + dy)))
      context.fill()
    }
  }
  const [middle, low] = [rows.inputs + rowHeight / 2, rows.warnings + rowHeight / 2]
  put(inputs.filter((at) => at >= 1_000_000), { y: middle, colour: palette.accent, points: [[-4, -5], [4, -5], [4, 1], [0, 5], [-4, 1]] })
  put(errors, { y: middle, colour: palette.error, points: [[0, -6], [6, 0], [0, 6], [-6, 0]] })
  put(warnings, { y: low, colour: palette.warn, points: [[0, -6], [6, 5], [-6, 5]] })
}

function drawLane(context: CanvasRenderingContext2D, picture: LanesPicture, { lane, index }: { readonly lane: TimelineLane; readonly index: number }): void {
  const { view, branches, window, head, palette, hues } = picture
  const y = (rowsOf(view, branches).lanes[index] ?? 0) + 5
  const colours = [palette['line-strong'], palette['app-1'], palette['app-2'], palette['app-3'], palette['app-4'], palette['app-5'], palette['app-6']]
  context.font = codeFont
  context.textAlign = 'left'
  for (const bar of lane.bars) {
    const x = placeOf(window, bar.from)
    const width = placeOf(window, bar.to < 0 ? head : bar.to) - x
    if (width <= 0) continue
    context.beginPath()
    context.roundRect(x + 0.5, y + 0.5, Math.max(2, width - 1), 17, Math.min(4, width / 2))
    context.fillStyle = palette.panel
    context.fill()
    context.lineWidth = 1.2
    context.strokeStyle = colours[hues[index] ?? 0] ?? palette['line-strong']
    context.stroke()
    const [text, left] = [podsText(bar), Math.max(x, window.left)]
    if (context.measureText(text).width > x + width - left - 12) continue
    context.fillStyle = palette['text-1']
    context.fillText(text, left + 6, y + 9)
  }
}

function drawBookmarks(context: CanvasRenderingContext2D, { bookmarks, window, palette }: LanesPicture): void {
  context.fillStyle = palette.warn
  for (const at of bookmarks) {
    const x = placeOf(window, at)
    context.beginPath()
    context.moveTo(x - 4, axisHeight - 11)
    context.lineTo(x + 4, axisHeight - 11)
    context.lineTo(x + 4, axisHeight - 1)
    context.lineTo(x, axisHeight - 5)
    context.lineTo(x - 4, axisHeight - 1)
    context.fill()
  }
}

function drawNow(context: CanvasRenderingContext2D, { now, window, palette }: LanesPicture, height: number): void {
  const x = placeOf(window, now)
  if (x < window.left - 8) return
  context.fillStyle = palette['accent-fill']
  context.fillRect(x - 1, axisHeight - 4, 2, height)
  disc(context, [x, axisHeight - 4], { radius: 5, colour: palette['accent-fill'] })
}
