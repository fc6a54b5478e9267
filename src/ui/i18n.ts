/** The page's languages: English and Chinese, one file per room and language; the store's language decides. */
import i18next from 'i18next'
import { initReactI18next } from 'react-i18next'
import enFacts from './locales/en/facts.json'
import enScene from './locales/en/scene.json'
import enShell from './locales/en/shell.json'
import zhFacts from './locales/zh-CN/facts.json'
import zhScene from './locales/zh-CN/scene.json'
import zhShell from './locales/zh-CN/shell.json'
import { useView } from './store.ts'

export function startI18n(): void {
  void i18next.use(initReactI18next).init({
    lng: useView.getState().language,
    fallbackLng: 'en',
    ns: ['shell', 'scene', 'facts'],
    defaultNS: 'shell',
    resources: {
      en: { shell: enShell, scene: enScene, facts: enFacts },
      'zh-CN': { shell: zhShell, scene: zhScene, facts: zhFacts },
    },
    interpolation: { escapeValue: false },
    returnNull: false,
  })
  useView.subscribe(({ language }, before) => {
    if (language !== before.language) void i18next.changeLanguage(language)
  })
}
