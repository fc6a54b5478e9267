/** Why it is as it is, asked again as time runs: what is left of a back-off, how long ago a probe failed. */
import type { WhySentence } from '../../worker/protocol.ts'
import { useCluster } from '../store.ts'
import { useAsked } from './use-asked.ts'

/** Micros of simulated time after which the same question may have another answer. */
const grain = 250_000

/** `version` is another one when what it is drawn from has changed. */
export function useWhy(ref: string, version = 0): readonly WhySentence[] | undefined {
  const epoch = useCluster((state) => state.epoch)
  const moment = useCluster(({ now }) => Math.floor(now / grain))
  const latest = useCluster(({ world }) => world.facts.at(-1)?.id ?? 0)
  return useAsked(`${epoch} why ${ref}`, `${moment} ${latest} ${version}`, (door) => door.why(ref))
}
