/** A page without a browser: a host without a Worker, frames kept, and the door called in line. */
import { createHost } from '../host.ts'
import type { DoorCall, DoorMethods, Frame, ToPage } from '../protocol.ts'

type Failed = Extract<ToPage, { type: 'failed' }>
type Answer = Failed | Extract<ToPage, { type: 'reply' }>

/** A page that acknowledges frames when told to, and a wall clock that stands still, or goes on by `tick` with each look at it; `soon` work runs by hand. */
export function openPage(seed = 1, tick = 0) {
  const frames: Frame[] = []
  const posted: ToPage[] = []
  const due: (() => void)[] = []
  const waiting = new Map<number, (answer: Answer) => void>()
  let wall = 0
  const host = createHost({
    post: (message) => {
      posted.push(message)
      if (message.type === 'frame') frames.push(message)
      if (message.type === 'reply' || message.type === 'failed') waiting.get(message.id)?.(message)
    },
    clock: { now: () => (wall += tick), soon: (act) => due.push(act), later: (act) => due.push(act) },
  })
  host.receive({ type: 'open', seed, automation: true })
  let id = 0
  return {
    frames,
    posted,
    acknowledge: () => host.receive({ type: 'ack', frame: frames.at(-1)?.frame ?? 0 }),
    /** Lets wall time pass and the run loop work. */
    pass: (milliseconds: number) => {
      wall += milliseconds
      for (const act of due.splice(0)) act()
    },
    call<M extends keyof DoorMethods>(method: M, ...args: Parameters<DoorMethods[M]>): Awaited<ReturnType<DoorMethods[M]>> {
      host.receive({ type: 'call', id: ++id, method, args } as DoorCall)
      const answer = posted.findLast((message) => (message.type === 'reply' || message.type === 'failed') && message.id === id)
      if (answer?.type === 'reply') return answer.value as Awaited<ReturnType<DoorMethods[M]>>
      throw answer?.type === 'failed' ? errorOf(answer) : new Error('no answer')
    },
    /** For what is answered later. */
    async ask<M extends keyof DoorMethods>(method: M, ...args: Parameters<DoorMethods[M]>): Promise<Awaited<ReturnType<DoorMethods[M]>>> {
      const answer = await new Promise<Answer>((resolve) => {
        waiting.set(++id, resolve)
        host.receive({ type: 'call', id, method, args } as DoorCall)
      })
      if (answer.type === 'failed') throw errorOf(answer)
      return answer.value as Awaited<ReturnType<DoorMethods[M]>>
    },
  }
}

/** With the refusal, as the page's side of the door has it. */
const errorOf = ({ message, refusal }: Failed): Error => Object.assign(new Error(message), refusal && { refusal })
