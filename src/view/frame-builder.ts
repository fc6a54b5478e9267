/** Frames for tests, written as rows that name only what matters to the case. */
import type { Frame, RowColumns } from '../worker/protocol.ts'
import { healthCodes } from '../worker/protocol.ts'
import type { Row } from './world.ts'

export type RowGiven = Partial<Omit<Row, 'key' | 'id'>> & Pick<Row, 'id' | 'resource' | 'name'>

export type FrameGiven = Partial<Omit<Frame, 'rows' | 'removed' | 'strings'>> & { readonly rows?: readonly RowGiven[]; readonly removed?: readonly number[] }

export interface FrameBuilder {
  /** The next frame of one epoch; the first is full. */
  next(given?: FrameGiven): Frame
}

export function frameBuilder(epoch = 1): FrameBuilder {
  const numbers = new Map([['', 0]])
  let frames = 0
  return {
    next: ({ rows = [], removed = [], ...given } = {}) => {
      const fresh: string[] = []
      const intern = (text: string): number => {
        const known = numbers.get(text)
        if (known !== undefined) return known
        numbers.set(text, numbers.size)
        fresh.push(text)
        return numbers.size - 1
      }
      const columns = columnsOf(rows, intern)
      return {
        type: 'frame',
        frame: ++frames,
        epoch,
        full: frames === 1,
        now: 0,
        playing: false,
        speed: 1,
        revision: 1,
        flights: [],
        facts: [],
        requests: [],
        traffic: [],
        queues: {},
        stopped: [],
        faults: [],
        rewound: false,
        head: 0,
        branches: [],
        output: [],
        ...given,
        strings: fresh,
        rows: columns,
        removed: Uint32Array.from(removed),
      }
    },
  }
}

function columnsOf(rows: readonly RowGiven[], intern: (text: string) => number): RowColumns {
  const texts = (read: (row: RowGiven) => string | undefined) => Uint32Array.from(rows, (row) => intern(read(row) ?? ''))
  const json = (value: object | undefined) => (value === undefined ? '' : JSON.stringify(value))
  const numbersOf = (read: (row: RowGiven) => number | undefined) => rows.map((row) => read(row) ?? -1)
  return {
    id: Uint32Array.from(rows, ({ id }) => id),
    resource: texts((row) => row.resource),
    namespace: texts((row) => row.namespace),
    name: texts((row) => row.name),
    uid: texts((row) => row.uid ?? `uid-${row.id}`),
    owner: Uint32Array.from(rows, (row) => row.owner ?? 0),
    node: texts((row) => row.node),
    ip: texts((row) => row.ip),
    app: texts((row) => row.app),
    phase: texts((row) => row.phase),
    detail: texts((row) => json(row.detail)),
    labels: texts((row) => json(row.labels)),
    health: Uint8Array.from(rows, (row) => healthCodes.indexOf(row.health ?? 'ok')),
    deleting: Uint8Array.from(rows, (row) => (row.deleting ? 1 : 0)),
    ready: Int32Array.from(numbersOf((row) => row.ready)),
    desired: Int32Array.from(numbersOf((row) => row.desired)),
    restarts: Int32Array.from(numbersOf((row) => row.restarts)),
    cpuMilli: Float64Array.from(numbersOf((row) => row.cpuMilli)),
    memoryBytes: Float64Array.from(numbersOf((row) => row.memoryBytes)),
    created: Float64Array.from(rows, (row) => row.created ?? row.id),
    revision: Float64Array.from(rows, (row) => row.revision ?? row.id),
  }
}

export const node = (id: number, name: string): RowGiven => ({ id, resource: 'nodes', name, phase: 'Ready', cpuMilli: 4000, memoryBytes: 8 * 1024 ** 3, detail: { kubeletVersion: 'v1.36.3' } })

export const pod = (id: number, on: string, app = 'web'): RowGiven => ({ id, resource: 'pods', namespace: 'shop', name: `${app}-${id}`, app, node: on, phase: 'Running', ready: 1, desired: 1, cpuMilli: 250, memoryBytes: 1024 ** 2 })

export const service = (id: number, name: string): RowGiven => ({ id, resource: 'services', namespace: 'shop', name, ip: '10.96.0.9', detail: { ports: [{ port: 80, targetPort: 8080 }] } })

export const slice = (id: number, of: string, pods: readonly { readonly name: string; readonly node: string; readonly ready?: boolean }[]): RowGiven => ({
  id,
  resource: 'endpointslices.discovery.k8s.io',
  namespace: 'shop',
  name: `${of}-abcde`,
  detail: { service: of, endpoints: pods.map(({ name, node: on, ready = true }) => ({ ip: '10.244.1.2', ready, pod: name, node: on })), ports: [] },
})
