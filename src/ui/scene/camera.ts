/** The scene's camera, for those who stand outside of it: all of the picture again, or no more than an object into view. */
import type { ObjectKey } from '../../worker/protocol.ts'
import { useCluster } from '../store.ts'
import { locate } from './probe.ts'

export interface Camera {
  readonly fit: () => void
  /** By pixels of the page. */
  readonly moveBy: (dx: number, dy: number) => void
}

let camera: Camera | null = null

/** The scene on the page lends its camera; returns how to take that back. */
export function lendCamera(lent: Camera): () => void {
  camera = lent
  return () => {
    if (camera === lent) camera = null
  }
}

export const fitPicture = (): void => camera?.fit()

/** Pixels that are free around what was brought into view. */
const margin = 48

/** Moves the camera no further than it must, once the panels stand where they will. What is not drawn moves nothing. */
export function bringIntoView(object: ObjectKey): void {
  requestAnimationFrame(() =>
    requestAnimationFrame(() => {
      const [box, place] = [freeBox(), boxOf(object) ?? boxOf(`nodes/${useCluster.getState().world.byKey.get(object)?.node}`)]
      if (Math.hypot(...wayInto(box, place, 0)) >= 1) camera?.moveBy(...wayInto(box, place, margin))
    }),
  )
}

/** Its card; of a workload, that of the youngest Pod it has. */
export function boxOf(object: ObjectKey): DOMRect | null {
  const card = locate(object)
  if (card) return card
  const { world } = useCluster.getState()
  const owned = world.byOwner.get(world.byKey.get(object)?.id ?? 0) ?? []
  return owned.toReversed().reduce<DOMRect | null>((found, { key }) => found ?? boxOf(key), null)
}

/** Of the scene, what no panel lies on. */
export function freeBox(): DOMRect | null {
  const scene = document.querySelector('.scene')?.getBoundingClientRect()
  const side = document.querySelector('.stage > .side')?.getBoundingClientRect()
  return scene ? new DOMRect(scene.x, scene.y, (side ? side.left : scene.right) - scene.x, scene.height) : null
}

/** How far a place has to move to lie in a box with so much room around it. */
export function wayInto(box: DOMRect | null, place: DOMRect | null, room: number): readonly [number, number] {
  if (!box || !place) return [0, 0]
  const into = (at: number, from: number, to: number) => Math.min(Math.max(at, from + room), Math.max(from + room, to - room)) - at
  return [into(place.x, box.left, box.right - place.width), into(place.y, box.top, box.bottom - place.height)]
}
