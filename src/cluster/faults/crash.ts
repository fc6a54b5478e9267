/**
 * A process that dies at one of its API writes: before it is sent, or after it was committed and before the answer came.
 * From there on its client answers nothing, and its supervisor (systemd, the kubelet for static pods) starts it again.
 */
import type { FaultOrder } from '../../api/fault.ts'
import type { StepContext } from '../../sim/part.ts'
import { seconds } from '../../sim/time.ts'
import { choiceProblem, faultsAt, numberProblem, processProblem, type FaultKind } from './fault.ts'
import { tellCrash } from './tell.ts'

type Crash = Extract<FaultOrder, { type: 'crash' }>

/** The processes that write. */
const writers = ['ingress-controller', 'kube-controller-manager', 'kube-scheduler', 'kubelet']
/** What a supervisor takes to see it and to start the process again. */
const restartAfter = seconds(1)

export const crash: FaultKind<Crash> = {
  type: 'crash',
  fields: ['part', 'write', 'when'],
  problem: ({ part, write, when }, around) =>
    processProblem(part, writers, around) ?? numberProblem('write', write, { from: 1, to: 1_000_000, whole: true }) ?? choiceProblem('when', when, ['before', 'after']),
  inject: ({ state, id }, { write }) => {
    state.writesLeft.set(id, write)
    return true
  },
  heal: ({ state }, { id }) => void state.writesLeft.delete(id),
}

/** Counts one write of the calling process; says at which side of it the process is to die now, if it is. */
export function countWrite(ctx: StepContext): 'before' | 'after' | undefined {
  const state = faultsAt(ctx)
  if (!state || state.writesLeft.size === 0) return undefined
  for (const { id, order } of [...state.active.values()]) {
    if (order.type !== 'crash' || order.part !== ctx.self) continue
    const left = (state.writesLeft.get(id) ?? 1) - 1
    state.writesLeft.set(id, left)
    if (left > 0) continue
    state.active.delete(id)
    state.writesLeft.delete(id)
    return order.when
  }
  return undefined
}

export function die(ctx: StepContext, when: 'before' | 'after'): void {
  tellCrash(ctx.as('faults'), ctx.self, when)
  ctx.crash(restartAfter)
}
