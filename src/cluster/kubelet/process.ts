/** Processes that go on by themselves: the table of stages a program planned, played one after the other. */
import type { StepContext } from '../../sim/part.ts'
import { micros, ms, seconds } from '../../sim/time.ts'
import { writeLog, type Container, type Machine, type Sandbox } from '../network/machine.ts'
import type { ProcessEvent } from '../network/machine-events.ts'
import { endContainer, tick, type Ended, type Running } from './runtime.ts'

/** A loop without a pause still takes time. */
const loopPause = ms(1)

export function goOn(ctx: StepContext, machine: Machine, event: ProcessEvent): void {
  const sandbox = machine.sandboxes.get(event.uid)
  const container = sandbox?.containers.find(({ id }) => id === event.container)
  if (!sandbox || !container || container.state === 'exited') return
  const next = event.exit === undefined ? playStages(ctx, { sandbox, container }) : ended(event.exit)
  if ('exitCode' in next) return endContainer(ctx, machine, { sandbox, container }, next)
  if (next.wait >= 0) tick(ctx, machine, { uid: sandbox.uid, container: container.id, delay: micros(next.wait) })
}

const ended = (exitCode: number): Ended => ({ exitCode, reason: exitCode === 0 ? 'Completed' : 'Error' })

/** What the kernel's out-of-memory killer leaves behind. */
const outOfMemory: Ended = { exitCode: 137, reason: 'OOMKilled' }

/** The end, or how long to wait for the next stage; -1 is for ever. */
function playStages(ctx: StepContext, { sandbox, container }: Running): Ended | { readonly wait: number } {
  const { process, log } = container
  for (;;) {
    const stage = process.stages[process.stage++]
    switch (stage?.type) {
      case undefined:
        return { wait: -1 }
      case 'print':
        for (const text of stage.text.split('\n')) writeLog(log, { at: ctx.now, stream: 'stdout', text })
        break
      case 'allocate':
        process.memoryBytes = stage.bytes
        if (process.order.memoryLimitBytes > 0 && stage.bytes > process.order.memoryLimitBytes) return outOfMemory
        break
      case 'touch':
        process.files.add(stage.file)
        break
      case 'remove':
        process.files.delete(stage.file)
        break
      case 'listen':
        if (isTaken(sandbox, container)) return refuseToListen(ctx, container)
        process.listening = true
        break
      case 'wait':
        return { wait: seconds(stage.seconds) }
      case 'exit':
        return ended(stage.code)
      case 'repeat':
        process.stage = 0
        return { wait: loopPause }
    }
  }
}

/** The containers of a pod share one network: a port can be listened on once. */
const isTaken = ({ containers }: Sandbox, { process }: Container): boolean =>
  containers.some(({ state, process: other }) => state === 'running' && other !== process && other.listening && other.ports.some((port) => process.ports.includes(port)))

function refuseToListen(ctx: StepContext, { process, log }: Container): Ended {
  writeLog(log, { at: ctx.now, stream: 'stderr', text: `bind() to 0.0.0.0:${process.ports[0] ?? 0} failed (98: Address already in use)` })
  return ended(1)
}
