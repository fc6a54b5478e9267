import { expect, test } from 'vitest'
import type { Flight } from '../worker/protocol.ts'
import { edgesOf } from './edges.ts'
import { frameBuilder, node, pod, service, slice } from './frame-builder.ts'
import { layOut, nextSlots, noSlots } from './layout.ts'
import { measuresOf, type Rect } from './measures.ts'
import { placesOf, positionOf, routeBetween, type Places, type Route } from './routes.ts'
import { applyFrame, emptyWorld, type World } from './world.ts'

function demo(podsPerNode: number, machines = 3): World {
  const nodes = Array.from({ length: machines }, (_, i) => node(1000 + i, `node-${i + 1}`))
  const pods = nodes.flatMap(({ name }, i) => Array.from({ length: podsPerNode }, (_, k) => pod(100 + i * 20 + k, name, k % 2 ? 'b' : 'a')))
  const of = (app: string) => pods.filter((row) => row.app === app).map(({ name, node: on = '' }) => ({ name, node: on }))
  const call: Flight = { id: 1, type: 'http', from: `pods/shop/${pods[1]?.name ?? ''}`, to: 'services/shop/a-svc', start: 0, end: 10, outcome: 'ok', reply: false, request: 1, cause: 0, exact: false, label: '' }
  const ingress = { id: 9, resource: 'ingresses.networking.k8s.io', namespace: 'shop', name: 'web', detail: { rules: [{ host: '', paths: [{ path: '/', service: 'b-svc', port: 80 }] }] } }
  return applyFrame(emptyWorld, frameBuilder().next({ rows: [...nodes, ...pods, service(4, 'a-svc'), service(5, 'b-svc'), slice(6, 'a-svc', of('a')), slice(7, 'b-svc', of('b')), ingress], flights: [call] }))
}

const picture = (world: World, size: readonly [number, number]): Places => placesOf(layOut(world, nextSlots(noSlots, world), measuresOf(...size)))

/** Where a frame's words stand: its head with the bars, and its row of processes. */
function wordsOf({ layout }: Places): readonly Rect[] {
  const { cells, processes } = layout.measures
  return layout.nodes.flatMap(({ rect }) => [
    { ...rect, h: cells.y - 16 },
    { ...rect, x: rect.x + 16, w: rect.w - 32, y: rect.y + rect.h - processes.foot - processes.h, h: processes.h },
  ]).filter(({ h }) => h > 0)
}

/** A little less than a card, so that running along its border is not crossing it. */
const inside = ({ x, y, w, h }: Rect): Rect => ({ x: x + 1, y: y + 1, w: w - 2, h: h - 2 })

function crosses(route: Route, rect: Rect): boolean {
  return route.slice(1).some(([x2, y2], i) => {
    const [x1, y1] = route[i] ?? [0, 0]
    return Math.max(x1, x2) > rect.x && Math.min(x1, x2) < rect.x + rect.w && Math.max(y1, y2) > rect.y && Math.min(y1, y2) < rect.y + rect.h
  })
}

const sizes: readonly (readonly [number, number])[] = [[960, 784], [600, 652], [390, 284]]

for (const size of sizes) {
  for (const [podsPerNode, machines] of [[2, 2], [2, 3], [4, 3], [8, 3], [2, 6], [8, 8], [3, 10], [4, 30]] as const) {
    test(`no edge runs across a card: ${podsPerNode} pods on each of ${machines} nodes, ${size.join('×')}`, () => {
      const world = demo(podsPerNode, machines)
      const places = picture(world, size)
      const { measures } = places.layout
      const pods = [...places.pods.values()].map(({ pod: { rect } }) => rect)
      const cards = [measures.internet, measures.ingress, ...[...places.gates.values()].map(({ rect }) => rect), ...pods, ...wordsOf(places)].map(inside)
      const edges = edgesOf(world, places)

      expect(edges.length).toBeGreaterThan(3)
      for (const edge of edges) expect(cards.filter((card) => crosses(edge.route, card)), edge.id).toEqual([])
      // A step of a few pixels where a line leaves its gate would look like a mistake.
      for (const { id, route } of edges.filter(({ type }) => type === 'endpoint')) {
        const step = Math.abs((route[2]?.[1] ?? 0) - (route[1]?.[1] ?? 0))
        expect(step === 0 || step > 4, id).toBe(true)
      }
    })
  }
}

test('a flight is where the clock says, and nowhere before and after', () => {
  const places = picture(demo(2), [960, 784])
  const flight: Flight = { id: 1, type: 'http', from: 'internet', to: 'process/ingress-controller', start: 100, end: 200, outcome: 'ok', reply: false, request: 1, cause: 0, exact: false, label: '' }

  expect(positionOf(places, flight, 99)).toBeNull()
  expect(positionOf(places, flight, 100)).toEqual([88, 152])
  expect(positionOf(places, flight, 150)).toEqual([88, 170])
  expect(positionOf(places, flight, 200)).toEqual([88, 188])
  expect(positionOf(places, flight, 201)).toBeNull()
})

test('an answer goes back the way its question came', () => {
  const places = picture(demo(2), [960, 784])
  const [from, to] = ['services/shop/a-svc', 'pods/shop/a-100']
  const there: Flight = { id: 1, type: 'http', from, to, start: 0, end: 100, outcome: 'ok', reply: false, request: 1, cause: 0, exact: false, label: '' }
  const back: Flight = { ...there, from: to, to: from, reply: true }

  const rounded = (flight: Flight, now: number) => positionOf(places, flight, now)?.map(Math.round)
  expect(rounded(back, 30)).toEqual(rounded(there, 70))
})

const known = ['process/kubectl', 'process/etcd', 'process/kube-scheduler', 'controller/deployment', 'controller/endpointslice', 'kubelet/node-1', 'kube-proxy/node-2', 'process/ingress-controller']

for (const place of known) {
  test(`${place} has a way to the API server and back`, () => {
    const places = picture(demo(2), [960, 784])
    const there = routeBetween(places, place, 'process/kube-apiserver')
    expect(there?.length).toBeGreaterThan(1)
    expect(routeBetween(places, 'process/kube-apiserver', place)).toEqual([...(there ?? [])].reverse())
  })
}

test('an image comes to the node from outside, a name is asked for at CoreDNS', () => {
  const places = picture(demo(2), [960, 784])
  expect(routeBetween(places, 'registry', 'kubelet/node-1')?.at(-1)).toEqual([228, 320])
  expect(routeBetween(places, 'pods/shop/a-100', 'process/coredns')?.at(-1)?.[0]).toBe(164)
})

test('places that the picture does not have give no way instead of a wrong one', () => {
  expect(routeBetween(picture(demo(2), [960, 784]), 'pods/shop/gone', 'services/shop/a-svc')).toBeNull()
})

test('whoever sends a request has a way to whoever may answer it, and no way crosses a card', () => {
  for (const size of sizes) {
    const places = picture(demo(2), size)
    const [pod = '', other = ''] = [...places.pods.keys()]
    const senders = ['internet', 'nodes/node-1', 'nodes/node-3', pod]
    const targets = ['services/shop/a-svc', 'services/shop/b-svc', 'nodes/node-2', 'process/ingress-controller', other]
    const cards = [...places.gates.values(), ...[...places.pods.values()].map(({ pod: placed }) => placed)].map(({ rect }) => inside(rect))
    for (const from of senders) {
      for (const to of targets) {
        const route = routeBetween(places, from, to)
        expect(route, `${from} to ${to}`).not.toBeNull()
        expect(cards.filter((card) => crosses(route ?? [], card)), `${from} to ${to} at ${size.join('×')}`).toEqual([])
      }
    }
  }
})
