/**
 * The whole picture of a world: layout, places, edges, cards. It is made anew only from what changed, and what did not
 * change is the very object it was; slots and hues are carried from one picture to the next.
 */
import { edgesOf, type SceneEdge } from './edges.ts'
import { arrived } from './held.ts'
import { sceneNodes, type Focus, type SceneNode } from './graph.ts'
import { layOut, nextSlots, noSlots, type Layout, type Slots } from './layout.ts'
import type { Measures } from './measures.ts'
import { placesOf, type Places } from './routes.ts'
import type { World } from './world.ts'

export interface Picture {
  readonly layout: Layout
  readonly places: Places
  readonly nodes: readonly SceneNode[]
  readonly edges: readonly SceneEdge[]
}

export interface Pictures {
  /** The same picture for the same world, measures and focus. */
  of(world: World, measures: Measures, focus: Focus): Picture
}

interface Drawn {
  /** As it is true, and as it is shown. */
  readonly given: World
  readonly world: World
  readonly measures: Measures
  readonly focus: Focus
  readonly slots: Slots
  readonly picture: Picture
}

export function createPictures(): Pictures {
  let last: Drawn | null = null
  return {
    of: (given, measures, focus) => {
      if (last && last.given === given && last.measures === measures && last.focus === focus) return last.picture
      last = { ...draw(last, { world: arrived(given), measures, focus }), given }
      return last.picture
    },
  }
}

function draw(last: Drawn | null, given: Pick<Drawn, 'world' | 'measures' | 'focus'>): Omit<Drawn, 'given'> {
  const { world, measures, focus } = given
  const map = last && isSameMap(last, given) ? { ...last.picture, slots: last.slots } : mapOf(last, given)
  if (last && map.layout === last.picture.layout && last.focus === focus && saysTheSame(last.world, world)) return { ...given, slots: last.slots, picture: last.picture }
  const nodes = sceneNodes(last?.picture.nodes ?? [], { world, layout: map.layout, focus })
  const { layout, places, edges, slots } = map
  const same = last !== null && layout === last.picture.layout && nodes === last.picture.nodes
  return { world, measures, focus, slots, picture: same ? last.picture : { layout, places, edges, nodes } }
}

/** Nothing of what decides where things stand is another. */
const isSameMap = (last: Drawn, { world, measures }: Pick<Drawn, 'world' | 'measures'>): boolean =>
  last.measures === measures && last.world.epoch === world.epoch && last.world.rows === world.rows && last.world.held === world.held && last.world.calls === world.calls

function mapOf(last: Drawn | null, { world, measures }: Pick<Drawn, 'world' | 'measures'>): Omit<Picture, 'nodes'> & { readonly slots: Slots } {
  const slots = nextSlots(last?.slots ?? noSlots, world)
  const layout = layOut(world, slots, measures)
  const places = placesOf(layout)
  return { slots, layout, places, edges: edgesOf(world, places) }
}

/** Micros: the strip's line on kubectl depends on time, by the second. */
const second = 1_000_000

const saysTheSame = (a: World, b: World): boolean =>
  a.traffic === b.traffic && a.queues === b.queues && a.revision === b.revision && a.facts === b.facts && a.pulls === b.pulls && a.stopped === b.stopped && a.faults === b.faults && Math.floor(a.now / second) === Math.floor(b.now / second)
