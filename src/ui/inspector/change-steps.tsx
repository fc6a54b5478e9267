/** Time as this object sees it: to its last change, to its next one, or from one to the next while one looks on. */
import { Eye, SkipBack, SkipForward } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { ObjectKey } from '../../worker/protocol.ts'
import { useView } from '../store.ts'
import { follow, stopFollowing } from '../timeline/follow.ts'
import { stepToChange } from '../timeline/time-actions.ts'

export function ChangeSteps({ object }: { readonly object: ObjectKey }) {
  const { t } = useTranslation('time')
  const isFollowed = useView((state) => state.followed === object)
  return (
    <div className="action-group" role="group" aria-label={t('change.label')}>
      <button className="button icon" aria-label={t('change.previous')} title={t('change.previous')} onClick={() => void stepToChange(object, 'previous')}>
        <SkipBack size={14} />
      </button>
      <button className="button icon" aria-label={t('change.next')} title={t('change.next')} onClick={() => void stepToChange(object, 'next')}>
        <SkipForward size={14} />
      </button>
      <button className={isFollowed ? 'button primary' : 'button'} aria-pressed={isFollowed} onClick={() => (isFollowed ? stopFollowing() : void follow(object))}>
        <Eye size={14} />
        {t('change.follow')}
      </button>
    </div>
  )
}
