/** How long the legs of a way take, drawn from the stream of whoever is asked: a quiet data centre. Microseconds. */
import type { StepContext } from '../../sim/part.ts'
import { between } from '../../sim/random.ts'
import { micros, type Micros } from '../../sim/time.ts'

interface Range {
  readonly from: number
  readonly to: number
}

/** veth to bridge to veth on one machine. */
const bridge: Range = { from: 50, to: 100 }
/** Machine to machine over the VXLAN overlay. */
const overlay: Range = { from: 300, to: 600 }
const internet: Range = { from: 500, to: 1_000 }
/** One way to the DNS server, its cache included. */
const dns: Range = { from: 150, to: 300 }
/** What a small server takes for one request. */
const serving: Range = { from: 800, to: 1_200 }
/** Walking the chains for a new connection. */
const rules: Range = { from: 10, to: 30 }

const ranges = { bridge, overlay, internet, dns, serving, rules }

export const latency = (ctx: StepContext, kind: keyof typeof ranges): Micros =>
  micros(between(() => ctx.random(), ranges[kind].from, ranges[kind].to))
