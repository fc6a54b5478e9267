/** What followed from the last change to an object: hop by hop, with simulated times. */
import { useTranslation } from 'react-i18next'
import type { StoryHop } from '../../view/story.ts'
import type { ObjectKey } from '../../worker/protocol.ts'
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
        {sentences.map(({ key, params }) => (
          <p key={key + JSON.stringify(params)}>{t(key, params)}</p>
        ))}
      </div>
    </li>
  )
}

/** `52 ms`, `1.4 s`. */
const afterText = (micros: number): string => (micros < 1_000_000 ? `${Math.round(micros / 1_000)} ms` : `${(micros / 1_000_000).toFixed(1)} s`)
