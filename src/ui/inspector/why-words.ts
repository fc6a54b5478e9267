/** The words of an explanation: whole for scripts, in pieces for the inspector, whose objects can be opened. */
import type { TFunction } from 'i18next'
import i18next from 'i18next'
import { whyParams, whyPieces, type WhyPiece } from '../../view/why.ts'
import type { WhySentence } from '../../worker/protocol.ts'
import './texts.ts'

export function piecesOf(sentence: WhySentence, t: TFunction<'why'>): readonly WhyPiece[] {
  const { code } = sentence
  const params = whyParams(sentence, { span: (micros) => spanText(micros, t), resource: (name) => t(`resource.${name}`, name) })
  return whyPieces(t([code, 'unknown'], { ...params, code: params['code'] ?? code }), sentence)
}

export const textOf = (sentence: WhySentence): string =>
  piecesOf(sentence, i18next.getFixedT(null, 'why'))
    .map(({ text }) => text)
    .join('')

/** `8 s`, `4 min 22 s`, `2 h 5 min`. */
export function spanText(micros: number, t: TFunction<'why'>): string {
  const whole = Math.max(0, Math.round(micros / 1_000_000))
  if (micros < 1_000_000 && micros >= 0) return t('span.milliseconds', { milliseconds: Math.round(micros / 1_000) })
  if (whole < 60) return t('span.seconds', { seconds: whole })
  const minutes = Math.floor(whole / 60)
  return minutes < 60 ? t('span.minutes', { minutes, seconds: whole % 60 }) : t('span.hours', { hours: Math.floor(minutes / 60), minutes: minutes % 60 })
}
