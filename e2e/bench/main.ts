/**
 * `npm run bench`: what the engine costs, as ratios within one run. Side by side with @ngrok/webernetes 0.3.5: CPU and
 * wall time from apply to N Ready pods, each N in a process of its own, cold and warm; the growth exponent and the memory
 * that pods take; then events per second, snapshot, restore, save, load, idle speed; and what going back in time costs.
 */
import { spawnSync } from 'node:child_process'
import { engineFigures } from './engine.ts'
import { timeFigures } from './time.ts'
import { nodesFor, type Run } from './workload.ts'

/** How many pods, and how often either side brings them up in one process. */
const sizes = [
  { pods: 10, rounds: 20 },
  { pods: 100, rounds: 12 },
  { pods: 330, rounds: 6 },
  { pods: 1_000, rounds: 4 },
]

function measure(file: string, pods: number, rounds: number): Run | undefined {
  const { stdout, stderr } = spawnSync(process.execPath, ['e2e/tools/run.mjs', `e2e/bench/${file}`, String(pods), String(rounds)], { encoding: 'utf8', timeout: 900_000 })
  const line = stdout.split('\n').findLast((text) => text.startsWith('{'))
  if (!line) console.error(stderr.slice(-2_000))
  return line === undefined ? undefined : (JSON.parse(line) as Run)
}

const cold = (run: Run | undefined): number | undefined => run?.rounds[0]?.cpuMilliseconds
const wall = (run: Run | undefined): number | undefined => run?.rounds[0]?.wallMilliseconds
/** The cheapest of the later rounds. */
const warm = (run: Run | undefined): number | undefined => (run && run.rounds.length > 1 ? Math.min(...run.rounds.slice(1).map(({ cpuMilliseconds }) => cpuMilliseconds)) : undefined)

const shown = (value: number | undefined, width = 9): string => (value === undefined ? 'failed' : `${value.toFixed(0)} ms`).padStart(width)
const ratio = (ours: number | undefined, theirs: number | undefined): string => (ours && theirs ? `1/${(theirs / ours).toFixed(1)}` : '?').padStart(7)

/** The slope of log(cost) over log(size) between the smallest and the largest. */
function exponent(costs: readonly (number | undefined)[]): string {
  const [first, last] = [costs[0], costs.at(-1)]
  const [small, large] = [sizes[0]?.pods ?? 1, sizes.at(-1)?.pods ?? 1]
  return first && last ? (Math.log(last / first) / Math.log(large / small)).toFixed(2) : '?'
}

/** MiB of a thousand pods, from what the largest run holds more than the smallest. */
function memoryOf(runs: readonly (Run | undefined)[]): string {
  const [first, last] = [runs[0]?.heapBytes, runs.at(-1)?.heapBytes]
  const [small, large] = [sizes[0]?.pods ?? 0, sizes.at(-1)?.pods ?? 0]
  return first && last ? ((((last - first) / (large - small)) * 1_000) / 1_048_576).toFixed(0) : '?'
}

console.log('From apply to N Ready pods, no probes; CPU of all threads. Cold: in a process that has just started. Warm: the cheapest of some more rounds in it.\n')
console.log('    N  nodes       cold: ours  webernetes   ratio      warm: ours  webernetes   ratio    wall, cold: ours  webernetes')
const runs = sizes.map(({ pods, rounds }) => {
  const [ours, theirs] = [measure('ours.ts', pods, rounds), measure('webernetes.ts', pods, rounds)]
  const columns = [`${shown(cold(ours), 17)} ${shown(cold(theirs), 11)} ${ratio(cold(ours), cold(theirs))}`, `${shown(warm(ours), 15)} ${shown(warm(theirs), 11)} ${ratio(warm(ours), warm(theirs))}`]
  console.log(`${String(pods).padStart(5)}  ${String(nodesFor(pods)).padStart(5)}${columns.join('')} ${shown(wall(ours), 19)} ${shown(wall(theirs), 11)}`)
  return { ours, theirs }
})
console.log(`\nGrowth exponent of CPU, cold: ours ${exponent(runs.map(({ ours }) => cold(ours)))}, webernetes ${exponent(runs.map(({ theirs }) => cold(theirs)))}; warm: ours ${exponent(runs.map(({ ours }) => warm(ours)))}, webernetes ${exponent(runs.map(({ theirs }) => warm(theirs)))}`)
console.log(`Memory per 1,000 pods: ${memoryOf(runs.map(({ ours }) => ours))} MiB, with their history in etcd and their Events`)
console.log('webernetes runs in real time, ours as fast as it can; neither runs a real container or a network of its own.\n')
for (const line of [...engineFigures(), ...(await timeFigures())]) console.log(line)
