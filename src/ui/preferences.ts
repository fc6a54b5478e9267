/** What a person chose about the page itself, remembered in this browser; the system's and browser's choice at first. */
import { useSyncExternalStore } from 'react'
import { readLocal, writeLocal } from './local.ts'
import { useView, type Language, type Theme } from './store.ts'

const key = 'kubarium.preferences'

interface Preferences {
  readonly theme?: Theme
  readonly language?: Language
  readonly firstStepsDismissed?: boolean
}

function stored(): Preferences {
  try {
    const parsed: unknown = JSON.parse(readLocal(key) ?? '{}')
    return typeof parsed === 'object' && parsed !== null ? parsed : {}
  } catch {
    return {}
  }
}

const browserLanguage = (): Language => (navigator.language.toLowerCase().startsWith('zh') ? 'zh-CN' : 'en')

export function readPreferences(): void {
  const { theme = 'system', language = browserLanguage(), firstStepsDismissed = false } = stored()
  useView.setState({ theme, language, firstStepsDismissed, firstStepsOpen: !firstStepsDismissed })
  applyToPage()
  useView.subscribe((state, before) => {
    if (state.theme === before.theme && state.language === before.language && state.firstStepsDismissed === before.firstStepsDismissed) return
    applyToPage()
    remember()
  })
}

function applyToPage(): void {
  const { theme, language } = useView.getState()
  const { documentElement: page } = document
  page.lang = language
  if (theme === 'system') delete page.dataset['theme']
  else page.dataset['theme'] = theme
}

function remember(): void {
  const { theme, language, firstStepsDismissed } = useView.getState()
  writeLocal(key, JSON.stringify({ theme, language, firstStepsDismissed }))
}

const systemDark = matchMedia('(prefers-color-scheme: dark)')

function onSystemTheme(onChange: () => void): () => void {
  systemDark.addEventListener('change', onChange)
  return () => systemDark.removeEventListener('change', onChange)
}

const otherLanguage: { readonly [language in Language]: Language } = { en: 'zh-CN', 'zh-CN': 'en' }

export const switchLanguage = (): void => useView.setState(({ language }) => ({ language: otherLanguage[language] }))

export const switchTheme = (): void => useView.setState({ theme: shownTheme() === 'dark' ? 'light' : 'dark' })

function shownTheme(): 'light' | 'dark' {
  const { theme } = useView.getState()
  if (theme !== 'system') return theme
  return systemDark.matches ? 'dark' : 'light'
}

/** The theme that is shown now; follows the system where the person did not choose. */
export function useShownTheme(): 'light' | 'dark' {
  const theme = useView((state) => state.theme)
  const system = useSyncExternalStore(onSystemTheme, () => (systemDark.matches ? 'dark' : 'light'))
  return theme === 'system' ? system : theme
}
