/** The page's language and theme, each changed by one button. */
import { Moon, Sun } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { switchLanguage, switchTheme, useShownTheme } from '../preferences.ts'
import { useView } from '../store.ts'

export function LanguageButton() {
  const { t } = useTranslation()
  const language = useView((state) => state.language)
  return (
    <button className="button line language" title={t('language')} onClick={switchLanguage}>
      {language === 'en' ? 'EN / 中' : '中 / EN'}
    </button>
  )
}

export function ThemeButton() {
  const { t } = useTranslation()
  const shown = useShownTheme()
  const name = t(shown === 'dark' ? 'theme.toLight' : 'theme.toDark')
  return (
    <button className="button icon" aria-label={name} title={name} onClick={switchTheme}>
      {shown === 'dark' ? <Sun size={16} /> : <Moon size={16} />}
    </button>
  )
}
