/** Where a person stands on the first-run path. */
import { useCluster, useView } from '../store.ts'
import { firstSteps } from './steps.ts'

/** One bit per step, so that a new world with the same ticks renders nothing. */
export function useTicks(): readonly boolean[] {
  const bits = useCluster(({ world }) => firstSteps.map((step) => (step.isDone(world) ? '1' : '0')).join(''))
  return [...bits].map((bit) => bit === '1')
}

/** The file that the current step wants applied, '' if there is none or the steps are closed. */
export function useNextFile(): string {
  const open = useView((state) => state.firstStepsOpen && !state.firstStepsDismissed)
  const current = useTicks().indexOf(false)
  return (open && firstSteps[current]?.files[0]) || ''
}
