/** While an Apply is under way, what would change the cluster or its time waits its turn; what only looks is answered at once. */
import type { DoorCall, DoorMethods } from './protocol.ts'

export interface Turns {
  take(call: DoorCall): void
  /** It may be the turn of those that wait. */
  goOn(): void
}

export interface TurnOptions {
  readonly isBusy: () => boolean
  readonly answer: (call: DoorCall) => void
}

export function createTurns({ isBusy, answer }: TurnOptions): Turns {
  const waiting: DoorCall[] = []
  return {
    take: (call) => {
      if (isBusy() && !isLook(call)) waiting.push(call)
      else answer(call)
    },
    goOn: () => {
      for (let call = waiting[0]; call && !isBusy(); call = waiting[0]) {
        waiting.shift()
        answer(call)
      }
    },
  }
}

/** To pause and to play only says how the clock is to go on afterwards. */
const looks: ReadonlySet<keyof DoorMethods> = new Set([
  ...(['now', 'hash', 'get', 'requestDetail', 'recallRequests', 'trace', 'scheduling', 'why', 'branches', 'timeline', 'difference'] as const),
  ...(['exportSession', 'exportObjects', 'link', 'readLink', 'clusters', 'save', 'pause', 'play', 'giveUp'] as const),
])

const isLook = ({ method, args }: DoorCall): boolean => looks.has(method) || (method === 'api' && ['GET', 'HEAD'].includes(String(args[0]).toUpperCase()))
