/**
 * `npm run torture [-- --seed N] [--only TEXT] [--verbose]`: every scenario with every process dying at every one of its
 * API writes, before it and after it; then storms. Prints plans run, same, different, seconds; fails if any is different.
 */
import { scenarios } from './scenarios.ts'
import { storm } from './storm.ts'
import { torture, type Difference } from './torture.ts'

const argument = (name: string): string | undefined => {
  const index = process.argv.indexOf(`--${name}`)
  return index < 0 ? undefined : process.argv[index + 1]
}
const seed = Number(argument('seed') ?? 1)
const only = argument('only') ?? ''
const storms = 20
/** Plans that are shown of a scenario, and characters of each problem. */
const shown = process.argv.includes('--verbose') ? { plans: Infinity, characters: Infinity } : { plans: 3, characters: 400 }

function show({ plan, problems }: Difference): void {
  console.log(`    ${plan}`)
  for (const problem of problems) console.log(`      ${problem.slice(0, shown.characters)}`)
}

const began = performance.now()
const total = { plans: 0, same: 0, different: 0 }
for (const scenario of scenarios.filter(({ name }) => name.includes(only))) {
  const start = performance.now()
  const { plans, same, different } = torture(scenario, { seed })
  total.plans += plans
  total.same += same
  total.different += different.length
  console.log(`${different.length === 0 ? 'ok    ' : 'FAILED'} ${scenario.name}: ${plans} plans, ${different.length} different, ${((performance.now() - start) / 1_000).toFixed(1)} s`)
  different.slice(0, shown.plans).forEach(show)
}
if (only === '') {
  const failed = Array.from({ length: storms }, (_, index) => seed + index).filter((each) => {
    const problems = storm(each)
    if (problems.length > 0) show({ plan: `storm ${each}`, problems })
    return problems.length > 0
  })
  total.plans += storms
  total.same += storms - failed.length
  total.different += failed.length
  console.log(`${failed.length === 0 ? 'ok    ' : 'FAILED'} storms: ${storms} seeds, ${failed.length} did not calm down`)
}
console.log(`${total.plans} plans run, ${total.same} same, ${total.different} different, ${((performance.now() - began) / 1_000).toFixed(0)} seconds`)
process.exitCode = total.different === 0 && total.plans > 0 ? 0 : 1
