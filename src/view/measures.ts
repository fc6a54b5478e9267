/** The scene's measures, in world pixels, per size of the room it has. All from the design's mock; every space is a multiple of 4. */

export type Profile = 'wide' | 'compact' | 'phone'

export interface Rect {
  readonly x: number
  readonly y: number
  readonly w: number
  readonly h: number
}

/** Where the chips of the control strip stand, by name; relative to the world. */
export interface StripMeasures {
  readonly rect: Rect
  readonly chipTop: number
  readonly busY: number
  /** x and width of the fixed chips, and of the controllers' places. */
  readonly kubectl: readonly [number, number]
  readonly apiserver: readonly [number, number]
  readonly etcd: readonly [number, number]
  readonly scheduler: readonly [number, number]
  readonly controllers: readonly (readonly [number, number])[]
  readonly more: readonly [number, number]
}

/** How much a node's frame shows: all; chips of its pods under its name; its name, and its pods as marks. */
export type Density = 'whole' | 'half' | 'quarter'

/** Pods that are chips, in one cell: how many below each other, and what is between two. */
export interface Chips {
  readonly down: number
  readonly gap: number
}

/** Pods that are squares, in one cell: how many beside and above each other, and their size. */
export interface Grid {
  readonly across: number
  readonly down: number
  readonly size: number
  /** From one to the next beside it, where they do not fill the cell's width. */
  readonly stepX?: number
}

export interface Measures {
  readonly profile: Profile
  readonly density: Density
  /** What may be filled without lying under the panel at the right. */
  readonly room: { readonly w: number; readonly h: number }
  /** Null on a phone: there the control plane is told in words. */
  readonly strip: StripMeasures | null
  readonly column: { readonly x: number; readonly w: number }
  readonly internet: Rect
  readonly ingress: Rect
  /** First gate, and from one to the next. */
  readonly gate: Rect
  readonly gateStep: number
  /** Smaller sizes of gates, for more of them: the height of one, and from one to the next. */
  readonly smallGates: readonly { readonly h: number; readonly step: number }[]
  readonly tray: Rect
  /** The first node frame; `rows` of cells in each. */
  readonly frame: Rect
  readonly rows: number
  readonly frameGap: { readonly x: number; readonly y: number }
  /** y of the bars in a frame. */
  readonly bars: number
  /** Cells of a frame: two columns of pod cards, relative to the frame. */
  readonly cells: { readonly x: readonly [number, number]; readonly y: number; readonly step: number; readonly w: number; readonly h: number }
  /** For pods that are too many for cards, below each other in a cell. */
  readonly chips: readonly Chips[]
  /** For pods that are too many for chips: the first with room for all. */
  readonly grids: readonly Grid[]
  /** Height of the row of node processes, and its distance from the frame's foot; 0 where there is none. */
  readonly processes: { readonly h: number; readonly foot: number }
  /** x of the vertical lanes between the traffic column and the node field: for services, then the one for calls. */
  readonly lanes: readonly number[]
  readonly callLane: number
  readonly apiLane: number
  /** x of the lane left of the traffic column. */
  readonly leftLane: number
  /** Room kept free at the foot. */
  readonly foot: number
}

const column = { x: 12, w: 152 }

const wide: Measures = {
  profile: 'wide',
  density: 'whole',
  room: { w: 576, h: 784 },
  strip: {
    rect: { x: 12, y: 8, w: 936, h: 96 },
    chipTop: 40,
    busY: 92,
    kubectl: [28, 88],
    apiserver: [164, 152],
    etcd: [356, 88],
    scheduler: [484, 112],
    controllers: [
      [612, 112],
      [740, 104],
    ],
    more: [860, 72],
  },
  column,
  internet: { ...column, y: 112, h: 40 },
  ingress: { ...column, y: 188, h: 80 },
  gate: { ...column, y: 304, h: 68 },
  gateStep: 112,
  smallGates: [{ h: 68, step: 80 }, { h: 44, step: 52 }, { h: 24, step: 32 }, { h: 24, step: 28 }],
  tray: { x: 212, y: 112, w: 364, h: 40 },
  frame: { x: 212, y: 164, w: 364, h: 268 },
  rows: 2,
  frameGap: { x: 32, y: 12 },
  bars: 35,
  cells: { x: [16, 190], y: 68, step: 80, w: 158, h: 64 },
  chips: [{ down: 2, gap: 8 }, { down: 3, gap: 2 }],
  grids: [
    { across: 5, down: 2, size: 28 },
    { across: 7, down: 4, size: 12 },
  ],
  processes: { h: 28, foot: 12 },
  lanes: [176, 192, 184, 180, 188, 172, 196],
  callLane: 200,
  apiLane: 206,
  leftLane: 6,
  foot: 72,
}

const compact: Measures = {
  ...wide,
  profile: 'compact',
  strip: {
    rect: { x: 12, y: 8, w: 564, h: 96 },
    chipTop: 40,
    busY: 92,
    kubectl: [24, 64],
    apiserver: [124, 104],
    etcd: [264, 56],
    scheduler: [336, 72],
    controllers: [[420, 84]],
    more: [516, 48],
  },
  frame: { x: 212, y: 164, w: 364, h: 188 },
  rows: 1,
  frameGap: { x: 32, y: 32 },
  gateStep: 104,
}

const phone: Measures = {
  profile: 'phone',
  density: 'whole',
  room: { w: 390, h: 284 },
  strip: null,
  column: { x: 12, w: 124 },
  internet: { x: 12, y: 12, w: 124, h: 44 },
  ingress: { x: 12, y: 76, w: 124, h: 44 },
  gate: { x: 12, y: 140, w: 124, h: 44 },
  gateStep: 64,
  smallGates: [{ h: 44, step: 52 }, { h: 24, step: 28 }],
  tray: { x: 172, y: 236, w: 206, h: 32 },
  frame: { x: 172, y: 12, w: 206, h: 104 },
  rows: 1,
  frameGap: { x: 24, y: 8 },
  bars: 0,
  cells: { x: [12, 110], y: 44, step: 56, w: 84, h: 44 },
  chips: [{ down: 2, gap: 8 }],
  grids: [
    { across: 4, down: 2, size: 18 },
    { across: 7, down: 4, size: 8 },
  ],
  processes: { h: 0, foot: 16 },
  lanes: [148, 160, 154, 151, 157, 145, 163],
  callLane: 166,
  apiLane: 169,
  leftLane: 6,
  foot: 12,
}

/** Below these a size of scene takes the next smaller picture. */
const phoneBelow = 520
const compactBelow = { width: 900, height: 740 }

export function profileOf(width: number): Profile {
  if (width < phoneBelow) return 'phone'
  return width < compactBelow.width ? 'compact' : 'wide'
}

/** What the panel at the right, with its margins, takes of a wide scene. */
const panelRoom = 384
/** Kept free at the right. */
export const margin = 12

/** A wide scene that is short keeps its strip and takes the shorter frames. */
export function measuresOf(width: number, height: number): Measures {
  const profile = profileOf(width)
  const room = { w: width - (profile === 'wide' ? panelRoom : margin), h: height }
  if (profile === 'phone') return { ...phone, room }
  const isShort = height < compactBelow.height
  if (profile === 'compact') return { ...compact, ...(!isShort && tall), room }
  const short = { frame: compact.frame, rows: 1, frameGap: compact.frameGap, gateStep: compact.gateStep }
  return { ...wide, ...(isShort && short), room }
}

const tall = { frame: wide.frame, rows: wide.rows, frameGap: wide.frameGap, gateStep: wide.gateStep }
