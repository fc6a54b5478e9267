/** At the scene's foot while it takes long to find what comes next and to go there: how far that is, and a way to stop it. */
import { SkipForward } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { giveUp } from '../store.ts'
import './looking-bar.css'

export function LookingBar({ share }: { readonly share: number }) {
  const { t } = useTranslation('time')
  return (
    <section className="looking-bar" role="status" aria-label={t('looking.label')}>
      <SkipForward size={16} aria-hidden />
      <p>{t('looking.text')}</p>
      <div className="progress" role="progressbar" aria-label={t('looking.label')} aria-valuenow={Math.floor(share * 100)}>
        <span style={{ width: `${share * 100}%` }} />
      </div>
      <button className="button" onClick={() => giveUp('looking')}>
        {t('looking.stop')}
      </button>
    </section>
  )
}
