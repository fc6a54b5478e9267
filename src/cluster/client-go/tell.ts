/** Typed telling of facts (see `api/trace.ts`): what a part did, about which object, in a code and parameters. */
import type { TraceCode, TraceParams } from '../../api/trace.ts'
import type { Observation, StepContext } from '../../sim/part.ts'

export type FactLevel = 'input' | 'event' | 'warning' | 'error' | 'detail'

export interface FactObservation extends Observation {
  readonly type: 'fact'
  readonly code: TraceCode
  readonly level: FactLevel
  /** Place of the actor: `controller/deployment`, `kubelet/node-1`. */
  readonly actor: string
  /** `deployments.apps/NAMESPACE/NAME`, '' if about none. */
  readonly object: string
  /** The revision this made, 0 if none. */
  readonly revision: number
  readonly params: { readonly [name: string]: string | number }
}

export interface About {
  readonly actor: string
  readonly object: string
  readonly level?: FactLevel
  readonly revision?: number
}

export function tell<C extends TraceCode>(ctx: StepContext, code: C, about: About, params: TraceParams[C]): void {
  if (!ctx.isObserved) return
  const { actor, object, level = 'event', revision = 0 } = about
  const observation: FactObservation = { type: 'fact', code, level, actor, object, revision, params: { ...params } }
  ctx.observe(observation)
}
