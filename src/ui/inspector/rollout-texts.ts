/** The rollout's texts in both languages: they come with its tab. */
import { addTexts } from '../i18n.ts'
import en from '../locales/en/rollout.json'
import zh from '../locales/zh-CN/rollout.json'

addTexts('en', 'rollout', en)
addTexts('zh-CN', 'rollout', zh)
