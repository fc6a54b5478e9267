/**
 * What a verb of kubectl is. It is given its words and flags and answers with lines and an exit code. A verb that waits
 * for something never blocks: it answers with what there is to say so far and with a `Waiting`, plain data that whoever
 * called it gives back once the simulated time it names has passed.
 */
import { errorText, printErrors, type KubectlError } from './errors.ts'
import type { Flag, Flags } from './flags.ts'
import { failure, statusOf, type Handle, type Line } from './session.ts'
import type { HttpAnswer } from '../api/meta/http.ts'

export interface Surroundings {
  readonly handle: Handle
  /** What was piped into it. */
  readonly stdin: string
  /** A file that a flag names; undefined if it is not there. */
  readonly readFile: (path: string) => string | undefined
  /** Simulated time, RFC 3339, as the machine's clock that kubectl runs on shows it. */
  readonly now: string
}

export interface Call extends Surroundings {
  /** The verb's own name: `rollout undo`. */
  readonly verb: string
  readonly words: readonly string[]
  readonly flags: Flags
  /** Words behind `--`. */
  readonly rest: readonly string[]
}

export interface Outcome {
  /** The exit code. */
  readonly code: number
  readonly output: readonly Line[]
  /** Set while the command has not come back. */
  readonly waiting?: Waiting
}

/** A command that waits, as data. */
export interface Waiting {
  readonly verb: string
  /** Seconds of simulated time until it looks again. */
  readonly seconds: number
  /** Seconds it has waited so far; it gives up at `limit`, 0 for never. */
  readonly waited: number
  readonly limit: number
  /** JSON, known to the verb alone. */
  readonly state: unknown
}

export interface Verb {
  /** One word, or two: `rollout undo`. */
  readonly name: string
  readonly aliases?: readonly string[]
  readonly flags: readonly Flag[]
  run(call: Call): Outcome
  /** What is said of flags that it does not have, if it is not what other verbs say. */
  misused?(message: string): Outcome
  /** Looks again; only for verbs that wait. */
  resume?(waiting: Waiting, around: Surroundings): Outcome
}

export const said = (...output: Line[]): Outcome => ({ code: 0, output })
/** `error: …`, as kubectl ends when something is wrong with the command itself. */
export const failed = (text: string): Outcome => ({ code: 1, output: [failure(`error: ${text}`)] })
/** What is wrong, and where help is to be found. */
export const usageError = ({ verb }: Pick<Call, 'verb'>, text: string): Outcome => failed(`${text}\nSee 'kubectl ${verb} -h' for help and examples`)
export const refusedBy = (answer: HttpAnswer): Outcome => ({ code: 1, output: [failure(errorText(statusOf(answer)))] })
export const statusError = (answer: HttpAnswer): KubectlError => ({ type: 'status', status: statusOf(answer) })

/** Lines, and behind them what went wrong. */
export function finished(output: readonly Line[], errors: readonly KubectlError[]): Outcome {
  if (errors.length === 0) return { code: 0, output }
  return { code: 1, output: [...output, failure(printErrors(errors))] }
}
