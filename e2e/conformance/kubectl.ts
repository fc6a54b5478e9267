/** A recorded command line, carried out by the project's kubectl and compared word by word. */
import { isStream } from '../../src/api/meta/http.ts'
import { formatSeconds, secondsOf } from '../../src/api/meta/time.ts'
import { kubectl, resume, splitWords } from '../../src/kubectl/kubectl.ts'
import { kindCalled } from '../../src/kubectl/select.ts'
import type { Line } from '../../src/kubectl/session.ts'
import type { Outcome, Surroundings } from '../../src/kubectl/verb.ts'
import { plus, seconds } from '../../src/sim/time.ts'
import type { CaseResult } from './admission.ts'
import { sameLines, withoutMoment } from './compare.ts'
import { born } from './hollow.ts'
import { withoutNodeNames } from './nodes.ts'
import { fill, notRun, type Play, type RecordedStep } from './play.ts'

const readingVerbs = new Set(['get', 'describe', 'explain', 'api-resources', 'api-versions', 'auth', 'events', 'diff', 'help', 'wait', '--help', 'version', 'options', 'completion', 'cluster-info', 'logs', 'top'])

/** True if nothing depends on it. */
export const isReading = (line: string): boolean => line.includes('--dry-run') || readingVerbs.has(splitWords(line)[0] ?? '')

/** What a real kubectl needs to get going. */
const startSeconds = 0.1

/** The longest that a command is waited for, seconds. */
const patience = 300

/** The script's nodes named a condition's reason otherwise than a kubelet, and were of an older patch. */
const asKubelet = (text: string): string => text.replaceAll('KubeletHasSufficientDisk', 'KubeletHasNoDiskPressure').replaceAll('v1.36.0', 'v1.36.3')

export function runKubectl(play: Play, step: RecordedStep, line: string): CaseResult {
  if (line.includes('--show-managed-fields')) return notRun('who owns which field is not kept yet')
  const words = withoutUnknown(splitWords(fill(play.cluster, line)))
  const said = perform(play, words, fill(play.cluster, step.stdin ?? ''))
  const why = missing(said, step)
  if (why !== undefined) return notRun(why)
  const other = words[0] === 'get' ? rowOfOtherKind(step.stdout ?? '') : undefined
  if (other !== undefined) return notRun(`the table has ${other}`)
  const textOf = (...types: readonly Line['type'][]) => said.output.filter(({ type }) => types.includes(type)).map(({ text }) => text).join('\n')
  const compare = (recorded: string, ours: string) => sameLines(withoutMoment(withoutNodeNames(recorded, play.nodes, 'recorded')), withoutMoment(withoutNodeNames(ours, play.nodes, 'ours')), play.renaming)
  const different = compare(asKubelet(step.stdout ?? ''), textOf('out')) ?? compare(step.stderr ?? '', textOf('error', 'note'))
  if (different !== undefined) return { type: 'different', why: different }
  return said.code === (step.code ?? 0) ? { type: 'same' } : { type: 'different', why: `exit code: recorded ${step.code ?? 0}, ours ${said.code}` }
}

/** Until it comes back; time goes on meanwhile. */
function perform({ cluster, readFile }: Play, words: readonly string[], stdin: string): Outcome {
  const around = (): Surroundings => ({
    handle: (request) => {
      const answer = cluster.handle(request)
      return isStream(answer) ? { code: 500, headers: {}, body: '{}' } : answer
    },
    stdin,
    readFile,
    now: formatSeconds(secondsOf(born) + Math.floor(cluster.kernel.world.now / 1_000_000)),
  })
  cluster.kernel.run(plus(cluster.kernel.world.now, seconds(startSeconds)))
  let outcome = kubectl(words, around())
  const lines = outcome.output.slice(1)
  const limit = cluster.kernel.world.now + seconds(patience)
  while (outcome.waiting && cluster.kernel.world.now < limit) {
    cluster.kernel.run(plus(cluster.kernel.world.now, seconds(outcome.waiting.seconds)))
    outcome = resume(outcome.waiting, around())
    lines.push(...outcome.output)
  }
  return { code: outcome.waiting ? 124 : outcome.code, output: lines }
}

/** Kinds that are not there yet have no objects; a session that made some did not get here. */
function withoutUnknown([verb = '', what = '', ...rest]: readonly string[]): readonly string[] {
  const names = what.split(',')
  const known = names.filter((name) => kindCalled(name))
  const drops = verb === 'get' && names.length > 1 && known.length > 0 && !what.startsWith('-')
  return [verb, ...(what === '' && rest.length === 0 ? [] : [drops ? known.join(',') : what]), ...rest]
}

const unsupported = /no matches for kind "\w+" in version "[^"]*"|the server doesn't have a resource type "[^"]*"|unknown command "[^"]*"|unknown (?:shorthand )?flag: \S+|[^\n]*not supported here yet|unable to match a printer suitable for the output format "[^"]*"|unrecognized or unsupported path[^\n]*/g

/** What the project's kubectl says it does not know, unless the real one said so too. */
function missing({ output }: Outcome, step: RecordedStep): string | undefined {
  const found = output.map(({ text }) => text).join('\n').match(unsupported) ?? []
  return found.find((text) => !step.stderr?.includes(text))
}

/** `job.batch/x`: a row of a kind that is not there yet. */
const rowOfOtherKind = (table: string): string | undefined =>
  table.split('\n').map((row) => /^(?:\S+ {2})?([a-z][a-z.\d]*)\/\S+/.exec(row)).find((match) => match && !kindCalled((match[1] ?? '').replace(/\..*/, '')))?.[1]
