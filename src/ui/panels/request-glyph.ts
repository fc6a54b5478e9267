/** How a request ended, as a sign. */
import type { RequestSummary } from '../../worker/protocol.ts'
import type { GlyphState } from '../shell/glyph.tsx'

const glyphs: { readonly [outcome in RequestSummary['outcome']]: GlyphState } = {
  pending: 'pending',
  ok: 'ok',
  'client-error': 'warn',
  'server-error': 'error',
  timeout: 'error',
  refused: 'refused',
}

export const glyphOfRequest = ({ outcome }: Pick<RequestSummary, 'outcome'>): GlyphState => glyphs[outcome]
