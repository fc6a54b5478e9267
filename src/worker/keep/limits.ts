/** How much a session that came from outside may hold, and ask to be run. */
export const limits = {
  /** Characters of the whole, and of its longest texts. */
  text: 24_000_000,
  branches: 64,
  /** Of one branch. */
  inputs: 20_000,
  /** Micros: a week of simulated time. */
  at: 7 * 86_400_000_000,
  /** Events. */
  taken: 3_000_000,
  name: 120,
  /** Characters of a path, a header, an address. */
  path: 2_000,
  /** Objects in each other. */
  depth: 60,
  /** A number that the page gives out one by one: of a branch, of a stream. */
  id: 1_000_000,
  perSecond: 1_000_000,
} as const
