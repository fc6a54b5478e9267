/** The search's texts in both languages, and those of the menus, whose actions it finds: they come with it. */
import { addTexts } from '../i18n.ts'
import en from '../locales/en/search.json'
import zh from '../locales/zh-CN/search.json'
import '../menu/texts.ts'

addTexts('en', 'search', en)
addTexts('zh-CN', 'search', zh)
