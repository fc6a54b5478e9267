/**
 * The page's side of the door: opens the worker, turns calls into messages and replies into promises, hands on frames
 * and acknowledges each one after it was taken. A worker that dies is reported once, never restarted silently.
 */
import type { Boot, DoorMethods, Frame, KeptNotice, Progress, Refusal, ToPage, ToWorker, Work } from './protocol.ts'

export type Door = {
  readonly [M in keyof DoorMethods]: (...args: Parameters<DoorMethods[M]>) => Promise<Awaited<ReturnType<DoorMethods[M]>>>
}

export interface Crash {
  readonly message: string
  readonly seed: number
  readonly now: number
  /** The input log as JSON text, for a report. */
  readonly inputs: string
}

export interface DoorListener {
  readonly onBoot: (boot: Boot) => void
  readonly onFrame: (frame: Frame) => void
  readonly onCrash: (crash: Crash) => void
  readonly onKept: (notice: KeptNotice) => void
  readonly onWorking: (work: Work, progress: Progress | null) => void
}

/** What a Worker and the in-process twin have in common. */
export interface DoorPort {
  post(message: ToWorker): void
  listen(onMessage: (message: ToPage) => void, onDeath: (message: string) => void): void
  close(): void
}

export interface DoorOptions {
  readonly seed: number
  readonly automation: boolean
  /** The kept cluster to be opened; absent, nothing is kept. */
  readonly cluster?: string
}

/** Workers that could not be loaded, before anyone listened to them. */
const deaths = new WeakMap<Worker, string>()

/** It says nothing until it is opened. */
export function startWorker(): Worker {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module', name: 'cluster' })
  worker.onerror = (event) => void deaths.set(worker, event.message || 'The worker could not be loaded')
  return worker
}

/** A wish was refused for a reason that the page has words for. */
export class RefusedError extends Error {
  readonly refusal: Refusal

  constructor(refusal: Refusal) {
    super(refusal.code)
    this.refusal = refusal
  }
}

interface Waiting {
  readonly resolve: (value: never) => void
  readonly reject: (error: Error) => void
}

export function openDoor(port: DoorPort, options: DoorOptions, listener: DoorListener): Door & { close(): void } {
  const waiting = new Map<number, Waiting>()
  let nextId = 1

  const failAll = (message: string) => {
    for (const { reject } of waiting.values()) reject(new Error(message))
    waiting.clear()
  }
  const crash = (report: Crash) => {
    listener.onCrash(report)
    failAll(report.message)
  }
  const settle = (id: number, finish: (call: Waiting) => void) => {
    const call = waiting.get(id)
    waiting.delete(id)
    if (call) finish(call)
  }

  port.listen(
    (message) => {
      if (message.type === 'boot') listener.onBoot(message)
      else if (message.type === 'kept') listener.onKept(message.notice)
      else if (message.type === 'working') listener.onWorking(message.work, message.progress)
      else if (message.type === 'frame') {
        listener.onFrame(message)
        port.post({ type: 'ack', frame: message.frame })
      } else if (message.type === 'reply') settle(message.id, (call) => call.resolve(message.value as never))
      else if (message.type === 'failed') settle(message.id, (call) => call.reject(message.refusal ? new RefusedError(message.refusal) : new Error(message.message)))
      else crash(message)
    },
    (message) => crash({ message, seed: options.seed, now: 0, inputs: '[]' }),
  )
  port.post({ type: 'open', ...options })

  const call = (method: keyof DoorMethods, args: unknown[]) =>
    new Promise((resolve, reject) => {
      const id = nextId++
      waiting.set(id, { resolve, reject })
      port.post({ type: 'call', id, method, args } as ToWorker)
    })

  return new Proxy({} as Door & { close(): void }, {
    get: (_, name) => {
      if (name === 'then') return undefined
      if (name === 'close') return () => port.close()
      return (...args: unknown[]) => call(name as keyof DoorMethods, args)
    },
  })
}

/** The same door onto a real Worker. */
export function workerPort(worker: Worker): DoorPort {
  return {
    post: (message) => worker.postMessage(message),
    listen: (onMessage, onDeath) => {
      worker.onmessage = (event: MessageEvent<ToPage>) => onMessage(event.data)
      worker.onerror = (event) => onDeath(event.message || 'The worker stopped without a message')
      worker.onmessageerror = () => onDeath('A message from the worker could not be read')
      const death = deaths.get(worker)
      if (death !== undefined) onDeath(death)
    },
    close: () => worker.terminate(),
  }
}
