/** The answer to "why?" as one paragraph whose objects can be opened, what can be done about it, and what else is known. */
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { tailOf } from '../../view/format.ts'
import { remediesOf, type Remedy } from '../../view/remedies.ts'
import type { WhyPiece } from '../../view/why.ts'
import type { ObjectKey, WhySentence } from '../../worker/protocol.ts'
import { run, startPart } from '../menu/acts.ts'
import '../menu/texts.ts'
import { useCluster } from '../store.ts'
import { Section } from './head.tsx'
import { ObjectLink } from './object-link.tsx'
import { piecesOf } from './why-words.ts'

interface WhySectionProps {
  readonly title?: string
  /** Key of the object that was asked about; '' for a request. */
  readonly about: string
  readonly sentences: readonly WhySentence[]
}

export function WhySection({ title, about, sentences }: WhySectionProps) {
  const details = sentences.filter(({ level }) => level === 'detail')
  return (
    <Section {...(title !== undefined && { title })}>
      <WhyAnswer sentences={sentences} />
      <Remedies about={about} sentences={sentences} />
      {details.length > 0 && (
        <ul className="why-details">
          {alike(details).map((group, i) => (
            <Alike key={`${i} ${group[0]?.code}`} sentences={group} />
          ))}
        </ul>
      )}
    </Section>
  )
}

/** Runs of sentences that say the same of different objects, each with the count of those that it leaves out. */
function alike(sentences: readonly WhySentence[]): readonly (readonly WhySentence[])[] {
  const groups: WhySentence[][] = []
  for (const sentence of sentences) {
    const last = groups.at(-1)
    if (last && (last[0]?.code === sentence.code || sentence.code === 'more')) last.push(sentence)
    else groups.push([sentence])
  }
  return groups
}

/** Of a run, as many are shown at once; one more is shown rather than counted. */
const alikeShown = 2

function Alike({ sentences }: { readonly sentences: readonly WhySentence[] }) {
  const { t } = useTranslation('facts')
  const [open, setOpen] = useState(false)
  const shown = open || sentences.length <= alikeShown + 1 ? sentences : sentences.slice(0, alikeShown)
  return (
    <>
      {shown.map((sentence, i) => (
        <li key={i}>
          <Words sentence={sentence} />
        </li>
      ))}
      {shown.length < sentences.length && (
        <li>
          <button type="button" className="object-link" onClick={() => setOpen(true)}>
            {t('inspector.why.more', { count: countOf(sentences.slice(shown.length)) })}
          </button>
        </li>
      )}
    </>
  )
}

const countOf = (sentences: readonly WhySentence[]): number => sentences.reduce((sum, { code, params }) => sum + (code === 'more' ? Number(params['count']) : 1), 0)

/** What answers the question, without what else is known. */
export const WhyAnswer = ({ sentences }: { readonly sentences: readonly WhySentence[] }) => (
  <p className="why-answer">
    {sentences.map((sentence, i) => sentence.level === 'answer' && <Words key={i} sentence={sentence} />)}
  </p>
)

/** One sentence; after its full stop comes a blank, unless the stop has one of its own. */
function Words({ sentence }: { readonly sentence: WhySentence }) {
  const { t } = useTranslation('why')
  const pieces = piecesOf(sentence, t)
  return (
    <span>
      <Pieces pieces={pieces} />
      {pieces.at(-1)?.text.endsWith('。') ? '' : ' '}
    </span>
  )
}

export const Pieces = ({ pieces }: { readonly pieces: readonly WhyPiece[] }) => pieces.map(({ text, object }, i) => (object === '' ? text : <Named key={i} object={object} name={text} />))

/** Pods and ReplicaSets that have an owner are known by the end of their names. */
function Named({ object, name }: { readonly object: ObjectKey; readonly name: string }) {
  const isOwned = useCluster(({ world }) => (world.byKey.get(object)?.owner ?? 0) > 0)
  return <ObjectLink object={object} text={isOwned ? tailOf(name) : name} />
}

function Remedies({ about, sentences }: { readonly about: string; readonly sentences: readonly WhySentence[] }) {
  const { t } = useTranslation('facts')
  const remedies = remediesOf(sentences, about)
  if (remedies.length === 0) return null
  return (
    <div className="why-remedies" role="group" aria-label={t('inspector.why.remedies')}>
      {remedies.map((remedy) => (
        <button key={`${remedy.key} ${remedy.name}`} className="button" title={commandOf(remedy)} onClick={() => apply(remedy)}>
          {t(`inspector.why.remedy.${remedy.key}`, { name: remedy.name })}
        </button>
      ))}
    </div>
  )
}

const commandOf = ({ act }: Remedy): string | undefined => (act.type === 'kubectl' ? `kubectl ${act.words.join(' ')}` : undefined)

const apply = ({ act }: Remedy): void => (act.type === 'kubectl' ? run(...act.words) : startPart(act.part))
