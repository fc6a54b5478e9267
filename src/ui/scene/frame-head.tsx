/** The head of a node's frame: its name and address, how its links and it itself stand. Pressing it selects the node. */
import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import type { FrameData } from '../../view/field.ts'
import type { Row } from '../../view/world.ts'
import { Glyph, type GlyphState } from '../shell/glyph.tsx'
import { select } from '../store.ts'

/** Where there is also a count to be told, the smallest heads have room for the end of a name. */
const tail = 3

/** The blanks between its parts are for those who hear it. */
export function FrameHead({ data }: { readonly data: FrameData }) {
  const { t } = useTranslation('scene')
  const { row, measures, selected, links, hidden, off } = data
  const isWhole = measures.density === 'whole'
  const said = [row.ip, linkText(t, links), off ? t('node.off') : '', stateText(t, data)].filter((part) => part !== '').join(' ')
  return (
    <button type="button" className="frame-head" data-key={row.key} title={isWhole ? undefined : `${row.name} ${said}`} aria-pressed={selected} onClick={() => select(row.key)}>
      <b>{hidden > 0 && measures.density === 'quarter' ? `…${row.name.slice(-tail)}` : row.name}</b> {isWhole ? <code className="ip-node">{row.ip}</code> : <span className="visually-hidden">{said}</span>} <span className="grow" />
      {hidden > 0 && <span title={t('node.hidden', { count: hidden })}>+{hidden}</span>} {isWhole && measures.profile !== 'phone' && <LinkMark links={links} />} <State data={data} />
    </button>
  )
}

type Translate = TFunction<'scene'>

/** The worst fault of the node's links, in a word; how many more there are. */
function linkText(t: Translate, [worst, ...others]: FrameData['links']): string {
  if (!worst) return ''
  const { type, ...params } = worst.order
  return `${t(`link.${type}`, params)}${others.length > 0 ? ` +${others.length}` : ''}`
}

function stateText(t: Translate, { state, cordoned, row }: FrameData): string {
  if (state === 'ready') return t(cordoned ? 'node.cordoned' : 'node.ready')
  return t(isUnknown(row) ? 'node.unknown' : 'node.notReady') + (cordoned ? t('node.alsoCordoned') : '')
}

const isUnknown = ({ phase }: Row): boolean => phase.startsWith('Unknown')

function LinkMark({ links }: Pick<FrameData, 'links'>) {
  const { t } = useTranslation('scene')
  if (links.length === 0) return null
  return <span className={`badge ${links[0]?.order.type === 'partition' ? 'error' : 'warn'}`}>{linkText(t, links)}</span>
}

function State({ data }: { readonly data: FrameData }) {
  const { t } = useTranslation('scene')
  const { state, cordoned, row, off, measures } = data
  const isWhole = measures.density === 'whole'
  const glyph: GlyphState = state === 'ready' ? (cordoned ? 'warn' : 'ok') : isUnknown(row) ? 'unknown' : 'error'
  return (
    <>
      {off && isWhole && <span className="badge error">{t('node.off')}</span>} <Glyph state={glyph} />
      {isWhole && <span className={`frame-state ${glyph === 'ok' ? '' : glyph}`}>{stateText(t, data)}</span>}
    </>
  )
}
