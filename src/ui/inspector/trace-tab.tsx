/** What followed from the last change to an object: hop by hop, with simulated times, and the way to each and to its cause. */
import { CornerLeftUp } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { StoryHop } from '../../view/story.ts'
import type { Fact, ObjectKey } from '../../worker/protocol.ts'
import { goToCause, goToFact } from '../timeline/time-actions.ts'
import { Section } from './head.tsx'

export function TraceTab({ object, hops }: { readonly object: ObjectKey; readonly hops: readonly StoryHop[] }) {
  const { t } = useTranslation('facts')
  const fromApply = object.startsWith('deployments.apps/') && hops[0]?.sentences[0]?.key === 'fact.kubectl.request.create'
  const wasAsked = hops[0]?.name === 'kubectl'
  return (
    <>
      <Section title={t(wasAsked ? (fromApply ? 'inspector.trace.title' : 'inspector.trace.titleOther') : 'inspector.trace.titleOwn')}>
        <ol className="hop-list">
          {hops.map((hop, index) => (
            <HopLine key={hop.name} hop={hop} number={index + 1} />
          ))}
        </ol>
      </Section>
      <p className="inspector-note">{t('inspector.trace.note')}</p>
    </>
  )
}

function HopLine({ hop: { name, state, after, sentences }, number }: { readonly hop: StoryHop; readonly number: number }) {
  const { t } = useTranslation('facts')
  return (
    <li className={state} aria-current={state === 'now' ? 'step' : undefined}>
      <i aria-hidden>{number}</i>
      <div>
        <div className="hop-name">
          <span>{t(`hop.${name}`)}</span>
          {after >= 0 && <code>{t('inspector.trace.after', { time: afterText(after) })}</code>}
        </div>
        {sentences.map(({ key, params, fact }) => (
          <Told key={key + JSON.stringify(params)} fact={fact} text={t(key, params)} />
        ))}
      </div>
    </li>
  )
}

/** A sentence leads to its moment, and from there to what led to it. */
function Told({ fact, text }: { readonly fact: Fact | null; readonly text: string }) {
  const { t } = useTranslation('facts')
  if (!fact) return <p>{text}</p>
  return (
    <div className="hop-told">
      <button title={t('inspector.trace.goTo')} onClick={() => void goToFact(fact)}>
        {text}
      </button>
      {fact.code !== 'kubectl.request' && (
        <button className="button icon quiet" aria-label={`${t('inspector.trace.cause')}: ${text}`} title={t('inspector.trace.cause')} onClick={() => void goToCause(fact.id)}>
          <CornerLeftUp size={14} />
        </button>
      )}
    </div>
  )
}

/** `52 ms`, `1.4 s`. */
const afterText = (micros: number): string => (micros < 1_000_000 ? `${Math.round(micros / 1_000)} ms` : `${(micros / 1_000_000).toFixed(1)} s`)
