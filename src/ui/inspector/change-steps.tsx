/** Time as one object or request sees it: to its last change or hop, to its next one, or from one to the next while one looks on. */
import { CornerLeftUp, CornerRightDown, Eye, SkipBack, SkipForward } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useView } from '../store.ts'
import { follow, requestOf, stopFollowing } from '../timeline/follow.ts'
import { goToCause, goToEffect, stepToChange } from '../timeline/time-actions.ts'

/** An object's key, or `requests/ID`. */
export function ChangeSteps({ of }: { readonly of: string }) {
  const { t } = useTranslation('time')
  const isFollowed = useView((state) => state.followed === of)
  const isRequest = requestOf(of) > 0
  const [previous, next] = [t(isRequest ? 'change.previousHop' : 'change.previous'), t(isRequest ? 'change.nextHop' : 'change.next')]
  return (
    <div className="action-group" role="group" aria-label={t(isRequest ? 'change.labelRequest' : 'change.label')}>
      {!isRequest && (
        <button className="button icon" aria-label={t('change.cause')} title={t('change.cause')} onClick={() => void goToCause(of)}>
          <CornerLeftUp size={14} />
        </button>
      )}
      <button className="button icon" aria-label={previous} title={previous} onClick={() => void stepToChange(of, 'previous')}>
        <SkipBack size={14} />
      </button>
      <button className="button icon" aria-label={next} title={next} onClick={() => void stepToChange(of, 'next')}>
        <SkipForward size={14} />
      </button>
      {!isRequest && (
        <button className="button icon" aria-label={t('change.effect')} title={t('change.effect')} onClick={() => void goToEffect(of)}>
          <CornerRightDown size={14} />
        </button>
      )}
      <button className={isFollowed ? 'button primary' : 'button'} aria-pressed={isFollowed} onClick={() => (isFollowed ? stopFollowing() : void follow(of))}>
        <Eye size={14} />
        {t('change.follow')}
      </button>
    </div>
  )
}
