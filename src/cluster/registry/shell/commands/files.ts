/** Commands that make, copy, move and remove files. */
import { isDirectory, makeDirectory, namesIn, readFile, removeFile, writeFile } from '../../../network/files.ts'
import { done, failed, parseOptions, pathIn, readIn, refuseOption, unknownOption, type Command, type CommandCall, type CommandResult } from '../host.ts'

/** Does it for each path; says what went wrong and goes on, as these tools do. */
function each(call: CommandCall, known: readonly string[], act: (path: string, options: ReadonlyMap<string, string>) => string | undefined): CommandResult {
  const { options, rest } = parseOptions(call.args, '')
  const unknown = unknownOption(options, known)
  if (unknown !== undefined) return refuseOption(call.name, unknown)
  const problems = rest.flatMap((path) => act(path, options) ?? [])
  return problems.length > 0 ? failed(problems.map((problem) => `${call.name}: ${problem}\n`).join('')) : done()
}

const touch = (call: CommandCall): CommandResult =>
  each(call, ['c', 'a', 'm'], (path) => {
    const place = pathIn(call, path)
    if (isDirectory(call.host.files, place)) return undefined
    const problem = writeFile(call.host.files, place, readFile(call.host.files, place) ?? '')
    return problem && `${path}: ${problem}`
  })

const remove = (call: CommandCall): CommandResult =>
  each(call, ['f', 'r', 'R', 'rf', 'v'], (path, options) => {
    const place = pathIn(call, path)
    const recursive = options.has('r') || options.has('R')
    if (isDirectory(call.host.files, place) && readFile(call.host.files, place) === undefined && !recursive) return `'${path}' is a directory`
    const outcome = removeFile(call.host.files, place)
    if (typeof outcome === 'string') return `can't remove '${path}': ${outcome}`
    return outcome || options.has('f') || isDirectory(call.host.files, place) ? undefined : `can't remove '${path}': No such file or directory`
  })

const makeDirectories = (call: CommandCall): CommandResult =>
  each(call, ['p', 'm', 'v'], (path, options) => {
    const place = pathIn(call, path)
    if (isDirectory(call.host.files, place)) return options.has('p') ? undefined : `can't create directory '${path}': File exists`
    const parent = place.slice(0, place.lastIndexOf('/')) || '/'
    if (!options.has('p') && !isDirectory(call.host.files, parent)) return `can't create directory '${path}': No such file or directory`
    const problem = makeDirectory(call.host.files, place)
    return problem && `can't create directory '${path}': ${problem}`
  })

function copy(call: CommandCall, keeps: boolean): CommandResult {
  const { options, rest } = parseOptions(call.args, '')
  const unknown = unknownOption(options, ['f', 'r', 'R', 'a', 'p', 'L', 'v', 'n'])
  if (unknown !== undefined) return refuseOption(call.name, unknown)
  const { files } = call.host
  const target = pathIn(call, rest.at(-1) ?? '')
  for (const source of rest.slice(0, -1)) {
    const from = pathIn(call, source)
    const to = isDirectory(files, target) && readFile(files, target) === undefined ? `${target === '/' ? '' : target}/${from.slice(from.lastIndexOf('/') + 1)}` : target
    const problem = copyTree(call, from, to)
    if (problem !== undefined) return failed(`${call.name}: ${problem}\n`)
    if (!keeps) removeFile(files, from)
  }
  return rest.length < 2 ? failed(`${call.name}: missing file operand\n`) : done()
}

function copyTree(call: CommandCall, from: string, to: string): string | undefined {
  const { files } = call.host
  const text = readFile(files, from)
  if (text !== undefined) {
    const problem = writeFile(files, to, text)
    return problem && `can't create '${to}': ${problem}`
  }
  if (!isDirectory(files, from)) return `can't stat '${from}': No such file or directory`
  if (!isDirectory(files, to)) makeDirectory(files, to)
  for (const name of namesIn(files, from)) {
    const problem = copyTree(call, `${from}/${name}`, `${to}/${name}`)
    if (problem !== undefined) return problem
  }
  return undefined
}

function tee(call: CommandCall): CommandResult {
  const { options, rest } = parseOptions(call.args, '')
  for (const path of rest) {
    const problem = writeFile(call.host.files, pathIn(call, path), (options.has('a') ? (readIn(call, path) ?? '') : '') + call.stdin)
    if (problem !== undefined) return { status: 1, stdout: call.stdin, stderr: `tee: ${path}: ${problem}\n` }
  }
  return done(call.stdin)
}

/** Permissions of a container's own files are not kept: everything can be read, written and run. */
const allowed = (call: CommandCall): CommandResult => {
  const missing = call.args.filter((word) => !word.startsWith('-')).slice(1).find((path) => readIn(call, path) === undefined && !isDirectory(call.host.files, pathIn(call, path)))
  return missing === undefined ? done() : failed(`${call.name}: ${missing}: No such file or directory\n`)
}

export const fileCommands: readonly Command[] = [
  { names: ['touch'], run: touch },
  { names: ['rm'], run: remove },
  { names: ['mkdir'], run: makeDirectories },
  { names: ['cp'], run: (call) => copy(call, true) },
  { names: ['mv'], run: (call) => copy(call, false) },
  { names: ['tee'], run: tee },
  { names: ['chmod', 'chown', 'chgrp'], run: allowed },
]
