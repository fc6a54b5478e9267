/** How many faults are on, while there are any; opens their list, where all can be healed. On a phone it is a number. */
import { useMemo, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { troublesOf } from '../../view/trouble.ts'
import { openMenu, useIsOpen } from '../menu/open-menu.ts'
import { useCluster } from '../store.ts'
import { Glyph } from './glyph.tsx'

interface TroubleChipProps {
  readonly phone: boolean
  /** What stands there while all is well. */
  readonly otherwise?: ReactNode
}

export function TroubleChip({ phone, otherwise = null }: TroubleChipProps) {
  const { t } = useTranslation('scene')
  const stopped = useCluster(({ world }) => world.stopped)
  const faults = useCluster(({ world }) => world.faults)
  const count = useMemo(() => troublesOf(stopped, faults).length, [stopped, faults])
  const subject = { type: 'troubles' } as const
  const open = useIsOpen(subject)
  if (count === 0) return otherwise
  return (
    <button type="button" className="button trouble-chip" aria-haspopup="menu" aria-expanded={open} onClick={(event) => openMenu(subject, event.currentTarget)}>
      <Glyph state="error" />
      {phone ? (
        <>
          {count}
          <span className="visually-hidden">{t('troubles', { count })}</span>
        </>
      ) : (
        t('troubles', { count })
      )}
    </button>
  )
}
