/** Commands that look at files: cat, ls, stat, find, basename, dirname. */
import { utf8 } from '../../../../api/meta/base64.ts'
import { isDirectory, modeOf, namesIn, readFile, type FileView } from '../../../network/files.ts'
import { done, failed, parseOptions, pathIn, readIn, refuseOption, unknownOption, type Command, type CommandCall, type CommandResult } from '../host.ts'
import { matches } from '../pattern.ts'
import { joined, linesOf } from './text.ts'

function cat(call: CommandCall): CommandResult {
  const { options, rest } = parseOptions(call.args, '')
  const unknown = unknownOption(options, ['n', 'u', 'v', 'A'])
  if (unknown !== undefined) return refuseOption('cat', unknown)
  let [stdout, stderr] = ['', '']
  for (const path of rest.length > 0 ? rest : ['-']) {
    const text = path === '-' ? call.stdin : readIn(call, path)
    if (text !== undefined) stdout += text
    else stderr += isDirectory(call.host.files, pathIn(call, path)) ? 'cat: read error: Is a directory\n' : `cat: can't open '${path}': No such file or directory\n`
  }
  return { status: stderr === '' ? 0 : 1, stdout: options.has('n') ? numbered(stdout) : stdout, stderr }
}

const numbered = (text: string): string => joined(linesOf(text).map((line, index) => `${String(index + 1).padStart(6)}  ${line}`))

const letters = (mode: number): string => [6, 3, 0].map((shift) => ['r', 'w', 'x'].map((letter, bit) => ((mode >> shift) & (4 >> bit) ? letter : '-')).join('')).join('')

const sizeOf = (text: string): number => utf8(text).length

function longLine(files: FileView, path: string, name: string): string {
  const text = readFile(files, path)
  const [kind, mode, size] = text === undefined ? ['d', 0o755, 4_096] : ['-', modeOf(files, path), sizeOf(text)]
  return `${kind}${letters(mode)}    1 root     root     ${String(size).padStart(9)} ${name}`
}

function list(call: CommandCall): CommandResult {
  const { options, rest } = parseOptions(call.args, '')
  const unknown = unknownOption(options, ['l', 'a', 'A', '1', 'h', 'R', 'd', 't', 'r', 'F'])
  if (unknown !== undefined) return refuseOption('ls', unknown)
  const { files } = call.host
  let [stdout, stderr] = ['', '']
  const show = (directory: string, names: readonly string[]) => names.map((name) => `${options.has('l') ? longLine(files, `${directory === '/' ? '' : directory}/${name}`, name) : name}\n`).join('')
  for (const path of rest.length > 0 ? rest : ['.']) {
    const place = pathIn(call, path)
    if (readFile(files, place) !== undefined) stdout += options.has('l') ? `${longLine(files, place, path)}\n` : `${path}\n`
    else if (!isDirectory(files, place)) stderr += `ls: ${path}: No such file or directory\n`
    else stdout += (rest.length > 1 ? `${path}:\n` : '') + show(place, namesIn(files, place).filter((name) => options.has('a') || options.has('A') || !name.startsWith('.')))
  }
  return { status: stderr === '' ? 0 : 1, stdout, stderr }
}

function stat(call: CommandCall): CommandResult {
  const { options, rest } = parseOptions(call.args, 'c')
  const [path = ''] = rest
  const text = readIn(call, path)
  const place = pathIn(call, path)
  if (text === undefined && !isDirectory(call.host.files, place)) return failed(`stat: can't stat '${path}': No such file or directory\n`)
  const mode = text === undefined ? 0o755 : modeOf(call.host.files, place)
  const values: { readonly [letter: string]: string } = { a: mode.toString(8), s: String(sizeOf(text ?? '')), n: path, F: text === undefined ? 'directory' : 'regular file', U: 'root', G: 'root', u: '0', g: '0' }
  const format = options.get('c')
  if (format === undefined) return done(`  File: ${path}\n  Size: ${values['s'] ?? ''}\n  Access: (0${mode.toString(8)})\n`)
  return done(`${format.replace(/%([a-zA-Z])/g, (whole, letter: string) => values[letter] ?? whole)}\n`)
}

function find(call: CommandCall): CommandResult {
  const [start = '.', ...tests] = call.args
  const wanted: { [name: string]: string } = {}
  for (let i = 0; i < tests.length; i += 2) {
    const name = tests[i] ?? ''
    if (!['-name', '-type'].includes(name)) return refuseOption('find', name.replace(/^-/, ''))
    wanted[name] = tests[i + 1] ?? ''
  }
  const found: string[] = []
  const walk = (path: string, shown: string): void => {
    const isFile = readFile(call.host.files, path) !== undefined
    const name = shown.slice(shown.lastIndexOf('/') + 1)
    if ((wanted['-name'] === undefined || matches(name, wanted['-name'])) && (wanted['-type'] === undefined || (wanted['-type'] === 'f') === isFile)) found.push(shown)
    if (!isFile) for (const inner of namesIn(call.host.files, path)) walk(`${path === '/' ? '' : path}/${inner}`, `${shown.replace(/\/$/, '')}/${inner}`)
  }
  const place = pathIn(call, start)
  if (readFile(call.host.files, place) === undefined && !isDirectory(call.host.files, place)) return failed(`find: ${start}: No such file or directory\n`)
  walk(place, start)
  return done(found.map((path) => `${path}\n`).join(''))
}

export const listingCommands: readonly Command[] = [
  { names: ['cat'], run: cat },
  { names: ['ls'], run: list },
  { names: ['stat'], run: stat },
  { names: ['find'], run: find },
  { names: ['basename'], run: ({ args: [path = '', suffix = ''] }) => done(`${path.replace(/\/+$/, '').replace(/^.*\//, '').replace(new RegExp(`${suffix.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`), '')}\n`) },
  { names: ['dirname'], run: ({ args: [path = ''] }) => done(`${/^(.*)\/[^/]*$/.exec(path)?.[1] || (path.startsWith('/') ? '/' : '.')}\n`) },
  { names: ['readlink', 'realpath'], run: (call) => done(`${pathIn(call, call.args.at(-1) ?? '')}\n`) },
]
