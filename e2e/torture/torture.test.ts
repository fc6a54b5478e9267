import { describe, expect, it } from 'vitest'
import { scenarios } from './scenarios.ts'
import { storm } from './storm.ts'
import { torture } from './torture.ts'

/** A few of each kind, and of those not every plan; `npm run torture` plays them all. */
const small = [
  { name: 'deployment: create', every: 7 },
  { name: 'deployment: roll back half-way', every: 13 },
  { name: 'delete: in the foreground', every: 9 },
  { name: 'replicaset: adopts what fits', every: 5 },
  { name: 'pod: deleted by force', every: 2 },
  { name: 'node: rebooted', every: 11 },
  { name: 'ingress: made and scaled behind', every: 13 },
  { name: 'namespace: deleted with everything in it', every: 17 },
]

describe('a process that dies at a write', () => {
  it.each(small)('changes nothing in the end: $name', ({ name, every }) => {
    const scenario = scenarios.find((known) => known.name === name)
    const { plans, different } = scenario ? torture(scenario, { seed: 1, every }) : { plans: 0, different: [] }
    expect(different).toEqual([])
    expect(plans).toBeGreaterThan(5)
  })

  it.each([1, 3, 4])('is one of many troubles that a storm leaves no trace of (seed %i)', (seed) => {
    expect(storm(seed)).toEqual([])
  })

  it('is found out if it does make a difference', () => {
    const [create] = scenarios
    const { different } = create ? torture({ ...create, settles: 0.5 }, { seed: 1, every: 9 }) : { different: [] }
    expect(different.length).toBeGreaterThan(0)
  })

  it('is tried in at least 25 scenarios with names of their own', () => {
    expect(new Set(scenarios.map(({ name }) => name)).size).toBe(scenarios.length)
    expect(scenarios.length).toBeGreaterThanOrEqual(25)
  })
})
