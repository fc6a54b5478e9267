/** At the scene's foot: the last change as numbered hops, with the sentence of the hop that is under way or chosen. */
import { ChevronLeft, ChevronRight, X } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { HopName, StoryHop } from '../../view/story.ts'
import { useStory } from '../inspector/use-story.ts'
import { useView } from '../store.ts'
import './caption-bar.css'

export function CaptionBar() {
  const object = useView((state) => state.story)
  const story = useStory(object)
  if (object === '' || story.hops.length === 0) return null
  return <Caption key={`${object} ${story.first}`} hops={story.hops} />
}

/** Their sentences say who they are; those of the others begin with "it" or with a pod. */
const selfNamed: ReadonlySet<HopName> = new Set(['kubectl', 'kube-apiserver', 'etcd'])

/** The hop under way, else the last one that happened. */
const currentHop = (hops: readonly StoryHop[]): number => Math.max(0, hops.findLastIndex(({ state }) => state !== 'next'))

function Caption({ hops }: { readonly hops: readonly StoryHop[] }) {
  const { t } = useTranslation('facts')
  /** The hop a person turned to; null follows what happens. */
  const [chosen, setChosen] = useState<number | null>(null)
  const current = Math.min(chosen ?? currentHop(hops), hops.length - 1)
  const hop = hops[current]
  const said = hop?.sentences.at(-1)
  if (!hop || !said) return null
  const text = t(said.key, said.params)
  return (
    <section className="caption-bar" aria-label={t('caption.label')}>
      <ol className="hop-discs">
        {hops.map(({ name, state }, index) => (
          <li key={name}>
            <button
              className={index === chosen ? `${state} chosen` : state}
              aria-current={index === current ? 'step' : undefined}
              aria-label={`${t('caption.hop', { number: index + 1, name: t(`hop.${name}`) })}: ${t(`caption.state.${state}`)}`}
              onClick={() => setChosen(index)}
            >
              <i>{index + 1}</i>
            </button>
          </li>
        ))}
      </ol>
      <p role="status" title={text}>
        {!selfNamed.has(hop.name) && <b>{t('caption.says', { name: t(`hop.${hop.name}`) })} </b>}
        {text}
      </p>
      <div className="caption-turns">
        <button className="button icon" aria-label={t('caption.previous')} disabled={current === 0} onClick={() => setChosen(current - 1)}>
          <ChevronLeft size={16} />
        </button>
        <button className="button icon" aria-label={t('caption.next')} disabled={current === hops.length - 1} onClick={() => setChosen(current + 1)}>
          <ChevronRight size={16} />
        </button>
        <button className="button icon quiet" aria-label={t('caption.close')} onClick={() => useView.setState({ story: '' })}>
          <X size={16} />
        </button>
      </div>
    </section>
  )
}
