/** Opens the search; where the bar is narrow it is an icon. */
import { Search } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { openSearch, useSearch } from './open-search.ts'

export function SearchButton() {
  const { t } = useTranslation()
  const open = useSearch((state) => state.open)
  return (
    <button type="button" className="button line search-button" title={`${t('search')} (Ctrl K)`} aria-haspopup="dialog" aria-expanded={open} aria-keyshortcuts="Control+K Meta+K /" onClick={(event) => openSearch(event.currentTarget)}>
      <Search size={16} />
      <span>{t('search')}</span> <kbd>Ctrl K</kbd>
    </button>
  )
}
