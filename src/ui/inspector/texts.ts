/**
 * The inspector's texts in both languages: they come with it. Its own stand among the facts, whose sentences it shows
 * too; those of explanations are a room of their own, by code.
 */
import { addTexts } from '../i18n.ts'
import en from '../locales/en/inspector.json'
import enWhy from '../locales/en/why.json'
import zh from '../locales/zh-CN/inspector.json'
import zhWhy from '../locales/zh-CN/why.json'

addTexts('en', 'facts', en)
addTexts('zh-CN', 'facts', zh)
addTexts('en', 'why', enWhy)
addTexts('zh-CN', 'why', zhWhy)
