/** The clients by which probes ask databases of the same pod whether they are up. What they would store is not played. */
import { done, failed, parseOptions, type Command, type CommandCall, type CommandResult } from '../host.ts'

interface Asking {
  readonly port: number
  /** Whether these words ask nothing but that. */
  readonly isPing: (words: readonly string[]) => boolean
  readonly up: string
  readonly down: CommandResult
}

const isSelect = (words: readonly string[]): boolean => /\bselect\s+1\b/i.test(words.join(' '))
const refused = (text: string): CommandResult => failed(`${text}\n`)

const askings: { readonly [name: string]: Asking } = {
  'redis-cli': { port: 6_379, isPing: (words) => words.at(-1)?.toLowerCase() === 'ping', up: 'PONG\n', down: refused('Could not connect to Redis at 127.0.0.1:6379: Connection refused') },
  pg_isready: { port: 5_432, isPing: () => true, up: 'localhost:5432 - accepting connections\n', down: { status: 2, stdout: 'localhost:5432 - no response\n' } },
  psql: { port: 5_432, isPing: isSelect, up: ' ?column? \n----------\n        1\n(1 row)\n\n', down: { status: 2, stderr: 'psql: error: connection to server failed: Connection refused\n' } },
  mysqladmin: { port: 3_306, isPing: (words) => words.includes('ping'), up: 'mysqld is alive\n', down: refused("mysqladmin: connect to server at 'localhost' failed") },
  mysql: { port: 3_306, isPing: isSelect, up: '1\n1\n', down: refused("ERROR 2002 (HY000): Can't connect to local MySQL server through socket '/var/run/mysqld/mysqld.sock' (2)") },
  mongosh: { port: 27_017, isPing: (words) => /ping/.test(words.join(' ')), up: '{ ok: 1 }\n', down: refused('MongoNetworkError: connect ECONNREFUSED 127.0.0.1:27017') },
}

function ask({ name, args, host }: CommandCall): CommandResult {
  const asking = askings[name]
  const { options } = parseOptions(args, 'hp')
  const other = options.get('h')
  if (!asking || (other !== undefined && !['', 'localhost', '127.0.0.1'].includes(other))) return failed(`${name}: only databases of the same pod are asked by this simulation\n`)
  if (!asking.isPing(args)) return failed(`${name}: only asking whether the database is up is played by this simulation\n`)
  return host.isListening(asking.port) ? done(asking.up) : asking.down
}

export const databaseCommands: readonly Command[] = [{ names: Object.keys(askings), run: ask }]
