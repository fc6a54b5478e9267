/** The page's language and theme, each changed by one button. */
import { Moon, Sun } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useShownTheme } from '../preferences.ts'
import { useView } from '../store.ts'

export function LanguageButton() {
  const { t } = useTranslation()
  const language = useView((state) => state.language)
  const next = language === 'en' ? 'zh-CN' : 'en'
  return (
    <button className="button line language" title={t('language')} onClick={() => useView.setState({ language: next })}>
      {language === 'en' ? 'EN / 中' : '中 / EN'}
    </button>
  )
}

export function ThemeButton() {
  const { t } = useTranslation()
  const shown = useShownTheme()
  const next = shown === 'dark' ? 'light' : 'dark'
  const name = t(next === 'dark' ? 'theme.toDark' : 'theme.toLight')
  return (
    <button className="button icon" aria-label={name} title={name} onClick={() => useView.setState({ theme: next })}>
      {shown === 'dark' ? <Sun size={16} /> : <Moon size={16} />}
    </button>
  )
}
