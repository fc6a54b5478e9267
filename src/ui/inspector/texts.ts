/** The inspector's texts in both languages: they come with it, and stand among the facts, whose sentences it shows too. */
import { addTexts } from '../i18n.ts'
import en from '../locales/en/inspector.json'
import zh from '../locales/zh-CN/inspector.json'

addTexts('en', 'facts', en)
addTexts('zh-CN', 'facts', zh)
