/**
 * `npm run bench`: what the engine costs, as ratios within one run. Side by side with @ngrok/webernetes 0.3.5: CPU and
 * wall time from apply to N Ready pods, each N in a process of its own, cold and warm; the growth exponent and the memory
 * that pods take; then events per second, snapshot, restore, save, load, idle speed; and what going back in time costs.
 */
import { spawnSync } from 'node:child_process'
import { engineFigures } from './engine.ts'
import { timeFigures } from './time.ts'
import { nodesFor, type Run } from './workload.ts'

const sizes = [10, 100, 330, 1_000]
/** Clusters that a process has brought up before it counts as warm. */
const warmUp = Array<number>(30).fill(100)

function measure(file: string, pods: readonly number[]): Run | undefined {
  const { stdout, stderr } = spawnSync(process.execPath, ['e2e/tools/run.mjs', `e2e/bench/${file}`, ...pods.map(String)], { encoding: 'utf8', timeout: 900_000 })
  const line = stdout.split('\n').findLast((text) => text.startsWith('{'))
  if (!line) console.error(stderr.slice(-2_000))
  return line === undefined ? undefined : (JSON.parse(line) as Run)
}

type Costs = readonly (number | undefined)[]

/** CPU of each size, cold and warm. */
function costsOf(file: string): { readonly cold: readonly (Run | undefined)[]; readonly warm: Costs } {
  const cold = sizes.map((size) => measure(file, [size]))
  const rounds = measure(file, [...warmUp, ...sizes])?.rounds.slice(-sizes.length) ?? []
  return { cold, warm: sizes.map((_, index) => rounds[index]?.cpuMilliseconds) }
}

const cpu = (run: Run | undefined): number | undefined => run?.rounds[0]?.cpuMilliseconds
const wall = (run: Run | undefined): number | undefined => run?.rounds[0]?.wallMilliseconds

const shown = (value: number | undefined, width = 9): string => (value === undefined ? 'failed' : `${value.toFixed(0)} ms`).padStart(width)
const ratio = (ours: number | undefined, theirs: number | undefined): string => (ours && theirs ? `1/${(theirs / ours).toFixed(1)}` : '?').padStart(7)

/** The slope of log(cost) over log(size) between the smallest and the largest. */
function exponent(costs: Costs): string {
  const [first, last] = [costs[0], costs.at(-1)]
  const [small = 1, large = 1] = [sizes[0], sizes.at(-1)]
  return first && last ? (Math.log(last / first) / Math.log(large / small)).toFixed(2) : '?'
}

/** MiB of a thousand pods, from what the largest run holds more than the smallest. */
function memoryOf(runs: readonly (Run | undefined)[]): string {
  const [first, last] = [runs[0]?.heapMiB, runs.at(-1)?.heapMiB]
  const [small = 0, large = 0] = [sizes[0], sizes.at(-1)]
  return first && last ? (((last - first) / (large - small)) * 1_000).toFixed(0) : '?'
}

console.log('From apply to N Ready pods, no probes; CPU of all threads.')
console.log(`Cold: in a process that has just started. Warm: in one that has brought up ${warmUp.length} clusters of ${warmUp[0]} pods before.\n`)
const [ours, theirs] = [costsOf('ours.ts'), costsOf('webernetes.ts')]
console.log('    N  nodes       cold: ours  webernetes   ratio      warm: ours  webernetes   ratio    wall, cold: ours  webernetes')
sizes.forEach((size, index) => {
  const [a, b] = [ours.cold[index], theirs.cold[index]]
  const cold = `${shown(cpu(a), 17)} ${shown(cpu(b), 11)} ${ratio(cpu(a), cpu(b))}`
  const warm = `${shown(ours.warm[index], 15)} ${shown(theirs.warm[index], 11)} ${ratio(ours.warm[index], theirs.warm[index])}`
  console.log(`${String(size).padStart(5)}  ${String(nodesFor(size)).padStart(5)}${cold}${warm} ${shown(wall(a), 19)} ${shown(wall(b), 11)}`)
})
const exponents = [ours, theirs].map(({ cold, warm }) => `${exponent(cold.map(cpu))} cold, ${exponent(warm)} warm`)
console.log(`\nGrowth exponent of CPU: ours ${exponents[0]}; webernetes ${exponents[1]}`)
console.log(`Memory per 1,000 pods: ${memoryOf(ours.cold)} MiB, with their history in etcd and their Events`)
console.log('webernetes runs in real time, ours as fast as it can; neither runs a real container or a network of its own.\n')
// First, because it measures memory, which others leave behind.
const time = await timeFigures()
for (const line of [...engineFigures(), ...time]) console.log(line)
