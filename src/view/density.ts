/**
 * How large the frames of nodes are, and how many stand beside each other: the more nodes there are, the smaller, so that
 * all of them stand left of the panel and can be read. It depends on the room, the number of nodes and the height of the
 * traffic column alone: whether the panel is open, and what runs on the nodes, moves nothing. On a phone there are the largest and the smallest.
 */
import type { Measures } from './measures.ts'

export interface Spot {
  readonly column: number
  readonly line: number
}

export interface Arrangement {
  readonly measures: Measures
  /** Of the node of this index. A further node moves none as long as the frames keep their size. */
  readonly spot: (index: number) => Spot
}

interface Choice {
  readonly measures: Measures
  readonly columns: number
}

/** Shrunk by more than this, text of 12 pixels is hard to read. */
export const readable = 0.985

/**
 * The largest frames with which the picture can be read, or does not shrink more than the traffic column makes it; the
 * smallest, as large as they will go, where there are too many nodes for any.
 */
export function arrange(nodes: number, columnFoot: number, given: Measures): Arrangement {
  const middle = given.profile === 'phone' ? [] : [flat(given), ...[3, 2, 1].map((rows) => half(given, rows))]
  const sizes = [given, ...middle, ...[94, 70, 46].map((height) => quarter(given, height))]
  const enough = readable * Math.min(1, given.room.h / (columnFoot + given.foot))
  const choices = sizes.map((measures) => ({ measures, columns: columnsIn(measures) }))
  const { measures, columns } = choices.find((choice) => zoomOf(nodes, choice) >= enough) ?? smallest(nodes, given)
  return { measures, spot: measures === given ? inColumns(linesIn(given)) : inLines(columns) }
}

const inLines = (columns: number) => (index: number): Spot => ({ column: index % columns, line: Math.floor(index / columns) })

/** The first nodes stand above each other, as long as there is room. */
const inColumns = (lines: number) => (index: number): Spot => ({ column: Math.floor(index / lines), line: index % lines })

/** How far the picture must shrink to fit the room. */
function zoomOf(nodes: number, { measures, columns }: Choice): number {
  const { frame, frameGap, room, foot } = measures
  const lines = Math.ceil(nodes / columns)
  const used = Math.min(nodes, columns)
  const below = foot + trayBelow(measures)
  const [w, h] = [frame.x + used * (frame.w + frameGap.x) - frameGap.x, frame.y + lines * (frame.h + frameGap.y) - frameGap.y + below]
  return Math.min(1, room.w / w, room.h / h)
}

/** On a phone the tray stands below the nodes. */
const trayBelow = ({ profile, tray }: Measures): number => (profile === 'phone' ? tray.h + 8 : 0)

const columnsIn = ({ frame, frameGap, room }: Measures): number => Math.max(1, Math.floor((room.w / readable - frame.x + frameGap.x) / (frame.w + frameGap.x)))

function linesIn(measures: Measures): number {
  const { frame, frameGap, room, foot } = measures
  return Math.max(1, Math.floor((room.h / readable - frame.y - foot - trayBelow(measures) + frameGap.y) / (frame.h + frameGap.y)))
}

/** One row of cards. */
const flat = (given: Measures): Measures => ({
  ...given,
  frame: { ...given.frame, h: 178 },
  rows: 1,
  frameGap: { x: 32, y: 8 },
  bars: 31,
  cells: { ...given.cells, y: 62 },
  processes: { h: 28, foot: 8 },
})

const halfCells = { x: [12, 91], y: 56, step: 36, w: 71, h: 28 } as const
const halfGrids = [
  { across: 2, down: 1, size: 28, stepX: 40 },
  { across: 3, down: 1, size: 22, stepX: 26 },
  { across: 5, down: 2, size: 12 },
  { across: 8, down: 3, size: 7 },
]

/** Two frames where one was: a name, two bars, and rows of chips. */
const half = (given: Measures, rows: number): Measures => ({
  ...given,
  density: 'half',
  frame: { ...given.frame, w: 174, h: halfCells.y + (rows - 1) * halfCells.step + halfCells.h + 12 },
  rows,
  frameGap: { x: 16, y: 8 },
  bars: 26,
  cells: halfCells,
  grids: halfGrids,
  processes: { h: 0, foot: 12 },
})

/** Four frames where one was: a name, and pods as marks; the lower the frame, the smaller. */
function quarter(given: Measures, height: number): Measures {
  const cell = { x: [8, 43], y: 22, step: height, w: 31, h: height - 28 } as const
  const down = (size: number): number => Math.floor((cell.h + 2) / (size + 2))
  const large = { across: 2, down: down(12), size: 12, stepX: 17 }
  const small = [
    { across: 4, down: down(6), size: 6 },
    { across: 6, down: down(4), size: 4 },
  ]
  return {
    ...given,
    density: 'quarter',
    frame: { ...given.frame, w: 82, h: height },
    rows: 1,
    frameGap: { x: 12, y: 8 },
    cells: cell,
    grids: large.down > 1 ? [large, ...small] : small,
    processes: { h: 0, foot: 6 },
  }
}

/** In as many columns as let the picture shrink least. */
function smallest(nodes: number, given: Measures): Choice {
  const measures = quarter(given, 46)
  const fewest = columnsIn(measures)
  const choices = Array.from({ length: nodes }, (_, i) => ({ measures, columns: fewest + i }))
  return choices.reduce((best, choice) => (zoomOf(nodes, choice) > zoomOf(nodes, best) ? choice : best), { measures, columns: fewest })
}
