/**
 * The page's languages: English and Chinese, one file per room and language; the store's language decides. English comes
 * with the page and stands in for what is missing, Chinese is loaded when it is chosen, and a room that is loaded late
 * brings its own texts.
 */
import i18next from 'i18next'
import { initReactI18next } from 'react-i18next'
import facts from './locales/en/facts.json'
import refused from './locales/en/refused.json'
import scene from './locales/en/scene.json'
import shell from './locales/en/shell.json'
import time from './locales/en/time.json'
import { useView, type Language } from './store.ts'

/** Resolves when the page can be drawn in the chosen language. */
export async function startI18n(): Promise<void> {
  await i18next.use(initReactI18next).init({
    lng: 'en',
    fallbackLng: 'en',
    ns: ['shell', 'scene', 'facts', 'time', 'refused'],
    defaultNS: 'shell',
    resources: { en: { shell, scene, facts, time, refused } },
    interpolation: { escapeValue: false },
    returnNull: false,
  })
  useView.subscribe(({ language }, before) => {
    if (language !== before.language) void speak(language)
  })
  await speak(useView.getState().language)
}

/** Where the texts cannot be loaded (the network is gone) the page goes on in the language it has. */
async function speak(language: Language): Promise<void> {
  const texts = language === 'zh-CN' ? await import('./locales/chinese.ts').then(({ chinese }) => chinese, () => null) : null
  // A quick person may have changed back meanwhile.
  if (language !== useView.getState().language) return
  for (const [room, of] of Object.entries(texts ?? {})) addTexts(language, room, of)
  await i18next.changeLanguage(language)
}

/** Adds to a room's texts; what it has stays. */
export function addTexts(language: Language, room: string, texts: object): void {
  i18next.addResourceBundle(language, room, texts, true, true)
}
