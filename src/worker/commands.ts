/**
 * Command lines of kubectl on one cluster. A command that waits (`rollout status`, `delete`, `drain`) answers at once with
 * what it has to say so far; it is kept as plain data and looked at again at its moment of simulated time, like a
 * program in a terminal beside the cluster: what it then sends are inputs, what it then says comes with the next frame.
 */
import { formatSeconds, secondsOf } from '../api/meta/time.ts'
import type { Cluster } from '../cluster/cluster.ts'
import { foundingDate } from '../cluster/founding-demo.ts'
import { kubectl, resume } from '../kubectl/kubectl.ts'
import type { Outcome, Surroundings, Waiting } from '../kubectl/verb.ts'
import { plus, seconds, type Micros } from '../sim/time.ts'
import { answerOf } from './applying.ts'
import type { History } from './history/history.ts'
import type { Clockwork } from './history/walk.ts'
import type { ActionResult, OutputLine } from './protocol.ts'

export interface Commands {
  /** The cluster's time, in which commands are looked at when theirs has come. */
  readonly clockwork: Pick<Clockwork, 'nextAt' | 'step' | 'run'>
  run(words: readonly string[], stdin?: string, readFile?: Surroundings['readFile']): ActionResult
  /** What waiting commands have said since the last time. */
  fresh(): readonly OutputLine[]
  /** Time has jumped: what was waited for is no longer to come. */
  forget(): void
}

/** Commands that wait at the same time; the oldest is given up. */
const waitingLimit = 100

interface Kept {
  readonly due: Micros
  readonly waiting: Waiting
}

export function createCommands(cluster: Cluster, clock: Clockwork & Pick<History, 'endAction'>): Commands {
  const { world } = clock
  let kept: readonly Kept[] = []
  let lines: OutputLine[] = []

  const around = (stdin: string, readFile: Surroundings['readFile'] = () => undefined): Surroundings => ({
    handle: (request) => answerOf(cluster, request),
    stdin,
    readFile,
    now: formatSeconds(secondsOf(foundingDate) + Math.floor(world.now / 1_000_000)),
  })
  const keep = ({ waiting }: Outcome): void => {
    if (waiting) kept = [...kept, { due: plus(world.now, seconds(waiting.seconds)), waiting }].slice(-waitingLimit)
  }
  const nextDue = (): Micros | undefined => kept.reduce<Micros | undefined>((first, { due }) => (first === undefined || due < first ? due : first), undefined)
  const look = (): void => {
    const now = world.now
    const due = kept.filter((one) => one.due <= now)
    kept = kept.filter((one) => one.due > now)
    if (due.length > 0) clock.endAction()
    for (const { waiting } of due) {
      const outcome = resume(waiting, around(''))
      lines.push(...outcome.output)
      keep(outcome)
    }
  }
  /** Events of the same moment come first. */
  const step = (): boolean => {
    const [event, due] = [clock.nextAt(), nextDue()]
    if (due === undefined || (event !== undefined && event <= due)) return clock.step()
    if (due > world.now) clock.advanceTo(due)
    look()
    return true
  }
  const nextAt = (): Micros | undefined => {
    const [event, due] = [clock.nextAt(), nextDue()]
    return due === undefined || (event !== undefined && event <= due) ? event : due
  }
  return {
    clockwork: {
      nextAt,
      step,
      run: (until) => {
        for (let next = nextAt(); next !== undefined && next <= until; next = nextAt()) step()
        clock.advanceTo(until)
      },
    },
    run: (words, stdin = '', readFile) => {
      const outcome = kubectl(words, around(stdin, readFile))
      keep(outcome)
      return { code: outcome.code, output: outcome.output, waits: outcome.waiting !== undefined }
    },
    fresh: () => {
      const said = lines
      lines = []
      return said
    },
    forget: () => {
      kept = []
    },
  }
}
