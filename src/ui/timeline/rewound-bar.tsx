/** At the scene's foot while time is rewound: how far the branch goes on, the way back, and the way into another future. */
import { History } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { clockText } from '../../view/format.ts'
import { useCluster } from '../store.ts'
import { useBranchName } from './branch-name.ts'
import { goToHead, playOn } from './time-actions.ts'
import './rewound-bar.css'

export function RewoundBar() {
  const { t } = useTranslation('time')
  const head = useCluster((state) => clockText(state.head))
  const current = useCluster((state) => state.branches.find((branch) => branch.current))
  const nameOf = useBranchName()
  return (
    <section className="rewound-bar" role="status" aria-label={t('rewound')}>
      <History size={16} aria-hidden />
      <p>{t('goesOn', { branch: current ? nameOf(current) : '', head })}</p>
      <button className="button" onClick={() => void goToHead()}>
        {t('back', { head })}
      </button>
      <button className="button primary" onClick={() => void playOn()}>
        {t('playOn')}
      </button>
    </section>
  )
}
