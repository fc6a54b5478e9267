/** wget, curl, nslookup and nc -z. They open the connections that the pod's network gives them. */
import { seconds } from '../../../../sim/time.ts'
import { writeFile } from '../../../network/files.ts'
import { failureText, type Answer, type Failure } from '../../../network/packet.ts'
import { clusterDnsAddress } from '../../../network/resolver.ts'
import { done, failed, parseOptions, pathIn, refuseOption, unknownOption, type Command, type CommandCall, type CommandResult } from '../host.ts'

const call = (method: string, url: string, patience: number): CommandResult => ({ pause: { type: 'call', call: { method, url, timeout: seconds(patience) } }, memory: 'asked' })

const refuseScheme = (name: string, url: string): CommandResult | undefined =>
  /^(?!http:)\w+:\/\//.test(url) ? failed(`${name}: ${url}: only http is played by this simulation\n`) : undefined

const wgetOptions = { withValue: 'OTtUP', known: ['O', 'q', 'T', 't', 'S', 'c', 'U', 'spider', 'timeout', 'no-check-certificate', 'no-verbose', 'quiet', 'tries'] }

function wget({ args, name }: CommandCall): CommandResult {
  const { options, rest } = parseOptions(args, wgetOptions.withValue)
  const unknown = unknownOption(options, wgetOptions.known)
  if (unknown !== undefined) return refuseOption(name, unknown)
  const [url = ''] = rest
  return refuseScheme(name, url) ?? call('GET', url, Number(options.get('T') ?? options.get('timeout') ?? 60) || 60)
}

function wgetAnswer(commandCall: CommandCall, answer: Answer): CommandResult {
  const { options, rest } = parseOptions(commandCall.args, wgetOptions.withValue)
  const [url = ''] = rest
  const host = /^(?:http:\/\/)?([^/]*)/.exec(url)?.[1] ?? ''
  if (!answer.ok) return failed(`wget: ${wgetFailure(answer.failure, host)}\n`)
  const { status, body } = answer.response
  if (status >= 400) return failed(`wget: server returned error: HTTP/1.1 ${status} ${statusTexts[status] ?? ''}\n`)
  const name = options.get('O') ?? (/\/([^/?]+)(?:\?.*)?$/.exec(url.replace(/^http:\/\//, ''))?.[1] || 'index.html')
  if (options.has('spider')) return done()
  if (name === '-') return done(body)
  const problem = writeFile(commandCall.host.files, pathIn(commandCall, name), body)
  return problem ? failed(`wget: can't open '${name}': ${problem}\n`) : done()
}

const statusTexts: { readonly [status: number]: string } = { 400: 'Bad Request', 401: 'Unauthorized', 403: 'Forbidden', 404: 'Not Found', 500: 'Internal Server Error', 502: 'Bad Gateway', 503: 'Service Unavailable', 504: 'Gateway Timeout' }

function wgetFailure(failure: Failure, host: string): string {
  if (failure.type === 'nxdomain' || failure.type === 'resolver-timeout') return `bad address '${host}'`
  if (failure.type === 'timeout') return 'download timed out'
  return `can't connect to remote host (${host}): ${failureText(failure)}`
}

const curlOptions = {
  withValue: 'moXwHdAu',
  known: ['s', 'S', 'f', 'm', 'o', 'X', 'w', 'L', 'k', 'i', 'I', 'v', 'H', 'A', 'silent', 'fail', 'show-error', 'location', 'insecure'],
}
/** curl waits for as long as it takes; nothing here takes longer. */
const curlPatience = 130

function curl({ args, name }: CommandCall): CommandResult {
  const { words, patience } = withLongOptions(args)
  const { options, rest } = parseOptions(words, curlOptions.withValue)
  const unknown = unknownOption(options, curlOptions.known)
  if (unknown !== undefined) return refuseOption(name, unknown)
  const [url = ''] = rest
  return refuseScheme(name, url) ?? call(options.has('I') ? 'HEAD' : (options.get('X') ?? 'GET'), url, patience ?? (Number(options.get('m')) || curlPatience))
}

/** Options may stand behind the URL, and long ones take the next word. */
function withLongOptions(args: readonly string[]): { words: readonly string[]; patience: number | undefined } {
  const [front, back]: [string[], string[]] = [[], []]
  let patience: number | undefined
  for (let at = 0; at < args.length; at++) {
    const word = args[at] ?? ''
    if (['--max-time', '--connect-timeout'].includes(word)) patience = Number(args[++at]) || undefined
    else if (/^-[a-zA-Z]*[moXwHdAu]$/.test(word)) front.push(word, args[++at] ?? '')
    else (word.startsWith('-') ? front : back).push(word)
  }
  return { words: [...front, ...back], patience }
}

const curlCodes: { readonly [type in Failure['type']]: number } = { refused: 7, timeout: 28, reset: 56, nxdomain: 6, 'resolver-timeout': 6 }

function curlAnswer(commandCall: CommandCall, answer: Answer): CommandResult {
  const { options, rest } = parseOptions(withLongOptions(commandCall.args).words, curlOptions.withValue)
  const isSilent = (options.has('s') || options.has('silent')) && !options.has('S') && !options.has('show-error')
  const format = (status: number) => (options.get('w') ?? '').replaceAll('%{http_code}', String(status).padStart(3, '0')).replaceAll('\\n', '\n')
  if (!answer.ok) {
    const code = curlCodes[answer.failure.type]
    return { status: code, stdout: format(0), stderr: isSilent ? '' : `curl: (${code}) ${failureText(answer.failure)}\n` }
  }
  const { status, body, headers } = answer.response
  if ((options.has('f') || options.has('fail')) && status >= 400) return { status: 22, stdout: format(status), stderr: isSilent ? '' : `curl: (22) The requested URL returned error: ${status}\n` }
  const head = options.has('i') || options.has('I') ? `HTTP/1.1 ${status}\n${Object.entries(headers).map(([name, value]) => `${name}: ${value}\n`).join('')}\n` : ''
  const text = head + (options.has('I') ? '' : body)
  const file = options.get('o')
  if (file === undefined) return done(text + format(status))
  const problem = file === '/dev/null' ? undefined : writeFile(commandCall.host.files, pathIn(commandCall, file), text)
  return problem ? failed(`curl: (23) Failure writing output to ${rest[0] ?? ''}: ${problem}\n`, 23) : done(format(status))
}

const server = `Server:\t\t${clusterDnsAddress}\nAddress:\t${clusterDnsAddress}:53\n\n`

function nslookupAnswer({ args }: CommandCall, answer: Answer): CommandResult {
  const name = args.find((word) => !word.startsWith('-')) ?? ''
  if (answer.ok) return done(`${server}${answer.response.body.split(' ').map((address) => `Name:\t${answer.response.headers['name'] ?? name}\nAddress: ${address}\n`).join('')}\n`)
  if (answer.failure.type === 'nxdomain') return { status: 1, stdout: server, stderr: `** server can't find ${name}: NXDOMAIN\n\n` }
  return failed(';; connection timed out; no servers could be reached\n\n')
}

function netcat({ args, name }: CommandCall): CommandResult {
  const { options, rest } = parseOptions(args, 'w')
  const unknown = unknownOption(options, ['z', 'v', 'w'])
  if (unknown !== undefined) return refuseOption(name, unknown)
  if (!options.has('z')) return failed('nc: only nc -z HOST PORT is played by this simulation\n')
  return call('CONNECT', `http://${rest[0] ?? ''}:${rest[1] ?? ''}`, Number(options.get('w')) || 10)
}

const answered = (take: (commandCall: CommandCall, answer: Answer) => CommandResult): Command['resume'] => (commandCall, answer) =>
  answer ? take(commandCall, answer) : failed(`${commandCall.name}: interrupted\n`)

export const networkCommands: readonly Command[] = [
  { names: ['wget'], run: wget, resume: answered(wgetAnswer) },
  { names: ['curl'], run: curl, resume: answered(curlAnswer) },
  { names: ['nslookup'], run: ({ args }) => call('LOOKUP', `http://${args.find((word) => !word.startsWith('-')) ?? ''}`, 10), resume: answered(nslookupAnswer) },
  { names: ['nc'], run: netcat, resume: answered((_, answer) => (answer.ok ? done() : { status: 1 })) },
]
