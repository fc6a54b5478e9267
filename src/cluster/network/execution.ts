/**
 * One process in a container, as data: the instructions it plays and what it remembers between two of them. Programs and
 * shell scripts are both compiled to instructions (see the room `registry`), so that a process can stand still anywhere,
 * in the middle of a loop, a pipe or a call, and be saved there.
 *
 * Example: `for x in a b; do echo $x; sleep 5; done` becomes
 * 0 loop x in a b · 1 next, at the end to 5 · 2 run echo $x · 3 run sleep 5 · 4 jump 1 · 5 drop 1
 * and stands after the first round at `next: 4` with the stack [{type: 'loop', variable: 'x', items: ['b']}].
 */

/** A word of a command line before its expansion. */
export type Word = readonly Part[]
export type Part =
  | { readonly type: 'text'; readonly text: string; readonly quoted: boolean }
  /** `$NAME`, `${NAME}`; with an operator `${NAME:-word}` and its relatives. */
  | { readonly type: 'variable'; readonly name: string; readonly quoted: boolean; readonly operator: string; readonly word: Word }
  /** `$(…)`: what the instructions before this one have stored. */
  | { readonly type: 'register'; readonly register: number; readonly quoted: boolean }
  /** `$((…))`. */
  | { readonly type: 'sum'; readonly expression: Word; readonly quoted: boolean }

export interface Redirect {
  readonly stream: 0 | 1 | 2
  /** `copy` is `2>&1`, `here` a here-document. */
  readonly type: 'read' | 'write' | 'append' | 'copy' | 'here'
  readonly target: Word
}

export interface SimpleCommand {
  readonly assignments: readonly { readonly name: string; readonly value: Word }[]
  readonly words: readonly Word[]
  readonly redirects: readonly Redirect[]
  /** Somebody looks at its status: `set -e` lets it fail. */
  readonly isChecked: boolean
  /** The last thing its shell does: it takes the shell's place. */
  readonly isLast: boolean
}

export type Instruction =
  | ({ readonly op: 'run' } & SimpleCommand)
  | { readonly op: 'jump'; readonly to: number }
  | { readonly op: 'jump-on'; readonly status: 'success' | 'failure'; readonly to: number }
  | { readonly op: 'status'; readonly value: number }
  | { readonly op: 'not' }
  | { readonly op: 'loop'; readonly variable: string; readonly words: readonly Word[] }
  | { readonly op: 'next'; readonly to: number }
  /** Jumps if the word matches none of the patterns. */
  | { readonly op: 'unless-match'; readonly word: Word; readonly patterns: readonly Word[]; readonly to: number }
  /** Takes frames off the stack. */
  | { readonly op: 'drop'; readonly count: number }
  | { readonly op: 'redirect'; readonly redirects: readonly Redirect[] }
  | { readonly op: 'capture' }
  /** What was captured becomes the input of what follows. */
  | { readonly op: 'pipe'; readonly isFirst: boolean }
  | { readonly op: 'store'; readonly register: number }
  | { readonly op: 'subshell'; readonly end: number }
  | { readonly op: 'return' }
  | { readonly op: 'define'; readonly name: string; readonly end: number }
  | { readonly op: 'background'; readonly end: number }
  | { readonly op: 'print'; readonly text: string }
  | { readonly op: 'wait'; readonly seconds: number }
  /** Holds so much memory from now on; beyond the container's limit it is killed. */
  | { readonly op: 'allocate'; readonly bytes: number }
  /** Becomes the program's server: opens its ports and stays. */
  | { readonly op: 'serve' }
  /** Stays until it is told to end, without ports. */
  | { readonly op: 'stay' }
  | { readonly op: 'exit'; readonly code: number }

export type Code = readonly Instruction[]

/** What a subshell has for itself, and what is put back after it. */
export interface Scope {
  readonly variables: { readonly [name: string]: string }
  readonly positional: readonly string[]
  readonly directory: string
  readonly exitOnError: boolean
}

export type StackFrame =
  | { readonly type: 'loop'; readonly variable: string; readonly items: readonly string[] }
  /** Standard output goes here. */
  | { readonly type: 'capture'; readonly text: string }
  /** Standard input comes from here. */
  | { readonly type: 'input'; readonly text: string }
  /** Where the streams of a compound command go. */
  | ({ readonly type: 'output' } & Sinks)
  /** Where to go on after a function, a trap, a script or a subshell; `scope` is what a subshell may not change. */
  | { readonly type: 'return'; readonly code: Code; readonly next: number; readonly scope: Scope | null; readonly positional: readonly string[]; readonly status: number | null }

/** A file path, or one of the two streams. */
export type Sink =
  | { readonly type: 'file'; readonly path: string }
  | { readonly type: 'stdout' | 'stderr' | 'nothing' }
  /** The log of the container, as `/proc/1/fd/1` is. */
  | { readonly type: 'container'; readonly stream: 'stdout' | 'stderr' }

/** Null leaves a stream where it is. */
export interface Sinks {
  readonly stdout: Sink | null
  readonly stderr: Sink | null
}

export interface Execution {
  /** 1 is the container's first process. */
  readonly id: number
  code: Code
  /** The instruction that is next; past the end it goes back to where it was called from, or ends. */
  next: number
  /** Of the last command: `$?`. */
  status: number
  /** Frozen frames, the innermost last. */
  stack: readonly StackFrame[]
  /** Results of `$(…)`. */
  registers: readonly string[]
  /** Frozen; what the container's environment does not say. */
  variables: { readonly [name: string]: string }
  positional: readonly string[]
  directory: string
  exitOnError: boolean
  /** From name to body. */
  functions: { readonly [name: string]: { readonly code: Code; readonly at: number } }
  /** From signal to what is done; '' ignores it. */
  traps: { readonly [signal: string]: string }
  /** Signals that came while something else ran. */
  signals: readonly string[]
  /** A shell, which has its own way with signals; else a program. */
  isShell: boolean
  /** What it waits for: time, an answer, its children, or nothing that could come. */
  waitsFor: 'nothing' | 'time' | 'answer' | 'children'
  /** Grows with every wait; what an earlier one was for is void. */
  ticket: number
  /** The command that goes on when the wait is over; `memory` is what it noted for itself. */
  current: { readonly words: readonly string[]; readonly sinks: Sinks; readonly memory: string } | null
  /** Rounds without a pause; the longer it spins, the longer the simulation pauses it. */
  spins: number
  /** Who is told of its end: nobody, the shell that started it, or someone outside (`exec`). */
  readonly owner: { readonly type: 'container' } | { readonly type: 'child'; readonly of: number } | { readonly type: 'exec'; readonly tag: string }
  /** Output of an exec; a bounded text. */
  output: string
}

export interface ExecutionOrder {
  readonly id: number
  readonly code: Code
  readonly isShell: boolean
  readonly owner: Execution['owner']
  readonly directory: string
  /** `$0`, `$1`, … */
  readonly positional?: readonly string[]
}

export const createExecution = ({ id, code, isShell, owner, directory, positional = [] }: ExecutionOrder): Execution => ({
  id,
  code,
  next: 0,
  status: 0,
  stack: [],
  registers: [],
  variables: {},
  positional,
  directory,
  exitOnError: false,
  functions: {},
  traps: {},
  signals: [],
  isShell,
  waitsFor: 'nothing',
  ticket: 0,
  current: null,
  spins: 0,
  owner,
  output: '',
})
