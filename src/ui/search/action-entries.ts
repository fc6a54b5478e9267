/** Actions as they are found: by their words in the page's language, in English, and by what else they are called. */
import type { TFunction } from 'i18next'
import type { Action } from './actions.ts'
import type { EntryOf } from './entry.ts'

/** `english` puts a text into English, whatever the page speaks. */
export const actionEntries = (actions: readonly Action[], t: TFunction, english: TFunction): readonly EntryOf<'action'>[] =>
  actions.map(({ id, Icon, text, hint = '', keys = '', act }) => {
    const others = t(`search:words.${id.split(' ')[0] ?? ''}`, { defaultValue: '' })
    const hay = [
      { text: text(t).toLowerCase(), weight: 1 },
      { text: text(english).toLowerCase(), weight: 0.95 },
      { text: hint.toLowerCase(), weight: 0.6 },
      { text: others.toLowerCase(), weight: 0.8 },
    ]
    return { type: 'action', id: `action ${id}`, group: 'actions', text: text(t), hint, Icon, keys, hay: hay.filter((each) => each.text !== ''), weight: 1, act }
  })
