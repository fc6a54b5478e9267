/**
 * `npm run bench`: what the engine costs, as ratios within one run. Side by side with @ngrok/webernetes 0.3.5: CPU and
 * wall time from apply to N Ready pods, each N in a process of its own; the growth exponent and the memory that pods
 * take; then events per second, snapshot, restore, save, load, idle speed; and what going back in time costs.
 */
import { spawnSync } from 'node:child_process'
import { engineFigures } from './engine.ts'
import { timeFigures } from './time.ts'
import { nodesFor } from './workload.ts'

const sizes = [10, 100, 330, 1_000]

export interface Run {
  readonly cpuMilliseconds: number
  readonly wallMilliseconds: number
  /** What is reachable at the end; of ours only. */
  readonly heapBytes?: number
}

function measure(file: string, pods: number): Run | undefined {
  const { stdout, stderr } = spawnSync(process.execPath, ['e2e/tools/run.mjs', `e2e/bench/${file}`, String(pods)], { encoding: 'utf8', timeout: 600_000 })
  const line = stdout.split('\n').findLast((text) => text.startsWith('{'))
  if (!line) console.error(stderr.slice(-2_000))
  return line === undefined ? undefined : (JSON.parse(line) as Run)
}

const shown = (value: number | undefined): string => (value === undefined ? 'failed' : `${value.toFixed(0)} ms`).padStart(10)

/** The slope of log(cost) over log(size) between the smallest and the largest. */
function exponent(runs: readonly (Run | undefined)[]): string {
  const [first, last] = [runs[0], runs.at(-1)]
  const [small = 1, large = 1] = [sizes[0], sizes.at(-1)]
  return first && last ? (Math.log(last.cpuMilliseconds / first.cpuMilliseconds) / Math.log(large / small)).toFixed(2) : '?'
}

/** MiB of a thousand pods, from what the largest run holds more than the smallest. */
function memoryOf(runs: readonly (Run | undefined)[]): string {
  const [first, last] = [runs[0]?.heapBytes, runs.at(-1)?.heapBytes]
  const [small = 0, large = 0] = [sizes[0], sizes.at(-1)]
  return first && last ? ((((last - first) / (large - small)) * 1_000) / 1_048_576).toFixed(0) : '?'
}

console.log('From apply to N Ready pods, no probes\n')
console.log('    N  nodes    ours: CPU       wall  webernetes: CPU     wall   ratio of CPU')
const ours = sizes.map((size) => measure('ours.ts', size))
const theirs = sizes.map((size) => measure('webernetes.ts', size))
sizes.forEach((size, index) => {
  const [a, b] = [ours[index], theirs[index]]
  const ratio = a && b ? `1 / ${(b.cpuMilliseconds / a.cpuMilliseconds).toFixed(0)}` : '?'
  console.log(`${String(size).padStart(5)}  ${String(nodesFor(size)).padStart(5)}   ${shown(a?.cpuMilliseconds)} ${shown(a?.wallMilliseconds)}      ${shown(b?.cpuMilliseconds)} ${shown(b?.wallMilliseconds)}   ${ratio}`)
})
console.log(`\nGrowth exponent of CPU: ours ${exponent(ours)}, webernetes ${exponent(theirs)}`)
console.log(`Memory per 1,000 pods: ${memoryOf(ours)} MiB, with their history in etcd and their Events`)
console.log('webernetes runs in real time, ours as fast as it can; neither runs a real container or a network of its own.\n')
for (const line of [...engineFigures(), ...(await timeFigures())]) console.log(line)
