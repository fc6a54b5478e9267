/** Three dots that open the menu of an object or a part. */
import { Ellipsis } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { openMenu, useIsOpen, type MenuSubject } from './open-menu.ts'

interface MenuButtonProps {
  readonly subject: MenuSubject
  readonly name: string
  readonly className?: string
}

export function MenuButton({ subject, name, className = '' }: MenuButtonProps) {
  const { t } = useTranslation('scene')
  const open = useIsOpen(subject)
  return (
    <button
      type="button"
      className={`button icon quiet menu-button ${className}`}
      aria-label={t('menu', { name })}
      aria-haspopup="menu"
      aria-expanded={open}
      onClick={(event) => openMenu(subject, event.currentTarget)}
    >
      <Ellipsis size={16} />
    </button>
  )
}
