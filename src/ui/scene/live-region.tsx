/** Says what happened to those who do not see it: the newest input, warning or error, as its sentence. */
import { useTranslation } from 'react-i18next'
import { explain } from '../../view/explain.ts'
import { useCluster } from '../store.ts'

export function LiveRegion() {
  const { t } = useTranslation('facts')
  const told = useCluster(({ world }) => world.facts.findLast(({ level }) => level === 'input' || level === 'warning' || level === 'error'))
  const said = told && explain(told)
  return (
    <div className="visually-hidden" role="log" aria-live="polite">
      {said && t(said.key, said.params)}
    </div>
  )
}
