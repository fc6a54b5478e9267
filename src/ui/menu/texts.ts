/** The menus' texts in both languages: they come with them. */
import { addTexts } from '../i18n.ts'
import en from '../locales/en/menu.json'
import zh from '../locales/zh-CN/menu.json'

addTexts('en', 'menu', en)
addTexts('zh-CN', 'menu', zh)
