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

export interface Measures {
  readonly profile: Profile
  /** Null on a phone: there the control plane is told in words. */
  readonly strip: StripMeasures | null
  readonly column: { readonly x: number; readonly w: number }
  readonly internet: Rect
  readonly ingress: Rect
  /** First gate, and from one to the next. */
  readonly gate: Rect
  readonly gateStep: number
  readonly tray: Rect
  /** The first node frame; `rows` of cells in each. */
  readonly frame: Rect
  readonly rows: number
  readonly frameGap: { readonly x: number; readonly y: number }
  /** Cells of a frame: two columns of pod cards, relative to the frame. */
  readonly cells: { readonly x: readonly [number, number]; readonly y: number; readonly step: number; readonly w: number; readonly h: number }
  /** Height of the row of node processes, and its distance from the frame's foot; 0 where there is none. */
  readonly processes: { readonly h: number; readonly foot: number }
  /** x of the vertical lanes between the traffic column and the node field: for services, then the one for calls. */
  readonly lanes: readonly number[]
  readonly callLane: number
  readonly apiLane: number
  /** x of the lane left of the traffic column. */
  readonly leftLane: number
  /** Room kept free at the right and at the foot. */
  readonly margin: number
  readonly foot: number
}

const column = { x: 12, w: 152 }

const wide: Measures = {
  profile: 'wide',
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
  tray: { x: 212, y: 112, w: 364, h: 40 },
  frame: { x: 212, y: 164, w: 364, h: 268 },
  rows: 2,
  frameGap: { x: 32, y: 12 },
  cells: { x: [16, 190], y: 68, step: 80, w: 158, h: 64 },
  processes: { h: 28, foot: 12 },
  lanes: [176, 192, 184],
  callLane: 200,
  apiLane: 206,
  leftLane: 6,
  margin: 12,
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
  strip: null,
  column: { x: 12, w: 124 },
  internet: { x: 12, y: 12, w: 124, h: 44 },
  ingress: { x: 12, y: 76, w: 124, h: 44 },
  gate: { x: 12, y: 140, w: 124, h: 44 },
  gateStep: 64,
  tray: { x: 172, y: 236, w: 206, h: 32 },
  frame: { x: 172, y: 12, w: 206, h: 104 },
  rows: 1,
  frameGap: { x: 24, y: 8 },
  cells: { x: [12, 110], y: 44, step: 56, w: 84, h: 44 },
  processes: { h: 0, foot: 16 },
  lanes: [148, 160, 154],
  callLane: 166,
  apiLane: 169,
  leftLane: 6,
  margin: 12,
  foot: 12,
}

/** Below these a size of scene takes the next smaller picture. */
const phoneBelow = 520
const compactBelow = { width: 900, height: 740 }

export function profileOf(width: number): Profile {
  if (width < phoneBelow) return 'phone'
  return width < compactBelow.width ? 'compact' : 'wide'
}

/** A wide scene that is short keeps its strip and takes the shorter frames. */
export function measuresOf(width: number, height: number): Measures {
  const profile = profileOf(width)
  if (profile === 'phone') return phone
  if (profile === 'compact') return height < compactBelow.height ? compact : { ...compact, ...tall }
  return height < compactBelow.height ? { ...wide, frame: compact.frame, rows: 1, frameGap: compact.frameGap, gateStep: compact.gateStep } : wide
}

/** With one row of cells in each frame, so that more lines of nodes can be read. */
export const shortened = (measures: Measures): Measures => (measures.rows === 1 ? measures : measures === wide ? shortWide : { ...measures, rows: 1, frame: compact.frame })

const shortWide: Measures = { ...wide, frame: compact.frame, rows: 1 }

const tall = { frame: wide.frame, rows: wide.rows, frameGap: wide.frameGap, gateStep: wide.gateStep }
