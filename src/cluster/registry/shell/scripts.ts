/** Code that a command leads into: a function, another script, the image's server. */
import type { Code, Execution } from '../../network/execution.ts'
import { compileScript } from './compile.ts'
import { baseName, complain, openFrames, type Invocation } from './invocation.ts'
import type { Pause } from '../../network/shell-host.ts'
import { push } from './streams.ts'

export function callFunction(invocation: Invocation, body: { readonly code: Code; readonly at: number }): undefined {
  const { execution, words } = invocation
  const { code, next, positional } = execution
  push(execution, { type: 'return', code, next, scope: null, positional, status: null })
  openFrames(invocation)
  Object.assign(execution, { code: body.code, next: body.at, positional: Object.freeze([positional[0] ?? 'sh', ...words.slice(1)]) })
}

const shells = /^#!\s*\/(?:usr\/)?bin\/(?:env\s+)?(?:sh|ash|bash|dash)\b/

/** A script as a child process: what it changes is its own. `words` become `$0`, `$1`, … */
export function enterScript(invocation: Invocation, { text, words }: { text: string; words: readonly string[] }): Pause | undefined {
  const { execution, isLast } = invocation
  if (text.startsWith('#!') && !shells.test(text)) {
    const interpreter = baseName((/^#!\s*(\S+)(?:\s+(\S+))?/.exec(text)?.[2] ?? /^#!\s*(\S+)/.exec(text)?.[1] ?? '').trim())
    return complain(invocation, `${words[0] ?? ''}: scripts for ${interpreter} are not played by this simulated shell`, 127)
  }
  const compiled = compileScript(text)
  if (!compiled.ok) return complain(invocation, compiled.message, 2)
  const { code, next, positional, variables, directory, exitOnError } = execution
  if (isLast) Object.assign(execution, { stack: [], isShell: true, traps: {} })
  else push(execution, { type: 'return', code, next, scope: { variables, positional, directory, exitOnError }, positional, status: null })
  openFrames(invocation)
  Object.assign(execution, { code: compiled.code, next: 0, positional: Object.freeze([...words]), exitOnError: false, status: 0 })
  return undefined
}

/** The server of the image; as the shell's last command it takes the shell's place and its signals. */
export function takePlace(invocation: Invocation, server: Code, isLast: boolean): undefined {
  const { execution } = invocation
  const { code, next, positional } = execution
  if (isLast) become(execution)
  else push(execution, { type: 'return', code, next, scope: null, positional, status: null })
  openFrames(invocation)
  Object.assign(execution, { code: server, next: 0 })
}

const become = (execution: Execution): void => void Object.assign(execution, { isShell: false, stack: [], traps: {} })
