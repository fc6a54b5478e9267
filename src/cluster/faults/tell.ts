/** The facts `fault.*` and `part.crashed` of `api/trace.ts`; this room does not see client-go's `tell`. */
import type { FaultOrder } from '../../api/fault.ts'
import type { TraceCode, TraceParams } from '../../api/trace.ts'
import type { StepContext } from '../../sim/part.ts'

export function tellFault(ctx: StepContext, code: 'fault.injected' | 'fault.healed', order: FaultOrder): void {
  tell(ctx, code, { actor: placeOf(order), object: order.type === 'kill-container' ? `pods/${order.pod}` : '', level: 'input' }, paramsOf(order))
}

export function tellCrash(ctx: StepContext, part: string, when: 'before' | 'after'): void {
  tell(ctx, 'part.crashed', { actor: placeOfPart(part), object: '', level: 'error' }, { part, when })
}

function tell<C extends TraceCode>(ctx: StepContext, code: C, about: { actor: string; object: string; level: string }, params: TraceParams[C]): void {
  if (ctx.isObserved) ctx.observe({ type: 'fact', code, revision: 0, ...about, params } as never)
}

const placeOfPart = (part: string): string => (part.includes('/') ? part : `process/${part}`)

function placeOf(order: FaultOrder): string {
  if ('part' in order) return placeOfPart(order.part)
  if ('pod' in order) return `pods/${order.pod}`
  const named: { readonly [end: string]: string } = { internet: 'internet', 'control-plane': 'process/kube-apiserver' }
  return named[order.a] ?? `nodes/${order.a}`
}

function paramsOf(order: FaultOrder): TraceParams['fault.injected'] {
  switch (order.type) {
    case 'crash':
      return { fault: order.type, subject: order.part, other: '', mode: order.when, amount: order.write }
    case 'watch':
      return { fault: order.type, subject: order.part, other: order.resource ?? '', mode: order.mode, amount: order.milliseconds ?? 0 }
    case 'kill-container':
      return { fault: order.type, subject: order.pod, other: order.container ?? '', mode: '', amount: 0 }
    case 'partition':
      return { fault: order.type, subject: order.a, other: order.b ?? '', mode: '', amount: 0 }
    case 'slow':
      return { fault: order.type, subject: order.a, other: order.b ?? '', mode: '', amount: order.milliseconds }
    case 'loss':
      return { fault: order.type, subject: order.a, other: order.b ?? '', mode: '', amount: order.percent }
  }
}
