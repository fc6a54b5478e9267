/** The first-run path: six steps, the next one open with its one button; it can be closed and comes back under Help. */
import { Check, X } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useFiles } from '../editor/files.ts'
import { Glyph } from '../shell/glyph.tsx'
import { showFirstSteps, useCluster, useView } from '../store.ts'
import { firstSteps, showStep, takeStep, type FirstStep } from './steps.ts'
import { useTicks } from './use-steps.ts'
import './first-steps.css'

export function FirstSteps() {
  const { t } = useTranslation()
  const ticks = useTicks()
  const done = ticks.filter(Boolean).length
  const current = ticks.indexOf(false)
  return (
    <section className="first-steps" aria-labelledby="first-steps-title">
      <header>
        <h2 id="first-steps-title">{t('steps.title')}</h2>
        <span>{t('steps.count', { done, all: ticks.length })}</span>
        <button className="button icon quiet" aria-label={t('steps.close')} onClick={() => useView.setState({ firstStepsOpen: false, firstStepsDismissed: true, narrowTab: 'editor' })}>
          <X size={16} />
        </button>
      </header>
      <ol>
        {firstSteps.map((step, index) => (
          <Step key={step.id} step={step} number={index + 1} state={ticks[index] ? 'done' : index === current ? 'now' : 'next'} />
        ))}
      </ol>
      <footer>{current < 0 ? t('steps.done') : t('steps.note')}</footer>
    </section>
  )
}

interface StepProps {
  readonly step: FirstStep
  readonly number: number
  readonly state: 'done' | 'now' | 'next'
}

function Step({ step, number, state }: StepProps) {
  const { t } = useTranslation()
  return (
    <li className={state} aria-current={state === 'now' ? 'step' : undefined}>
      <i aria-hidden>{state === 'done' ? <Check size={14} /> : number}</i>
      <div>
        <b>{t(`steps.${step.id}.title`)}</b>
        {state === 'now' && <p>{t(`steps.${step.id}.text`)}</p>}
        {state === 'now' && <Ways step={step} />}
      </div>
    </li>
  )
}

/** The one obvious button, and a look at the place first; once it was refused, the place is what matters. */
function Ways({ step }: { readonly step: FirstStep }) {
  const { t } = useTranslation()
  const isRefused = useFiles(({ files }) => files.some(({ name, refused }) => refused && step.files.includes(name)))
  const ready = useCluster((state) => state.boot !== null && state.crash === null)
  if (isRefused) {
    return (
      <button className="button primary" onClick={() => showStep(step)}>
        {t('steps.showLine')}
      </button>
    )
  }
  return (
    <div className="step-ways">
      <button className="button primary" disabled={!ready} onClick={() => void takeStep(step, useCluster.getState().world)}>
        {t(`steps.${step.id}.act`)}
      </button>
      <button className="button quiet" onClick={() => showStep(step)}>
        {t('steps.show')}
      </button>
    </div>
  )
}

/** In the top bar, while the steps are out of sight for the moment. */
export function FirstStepsChip({ narrow }: { readonly narrow: boolean }) {
  const { t } = useTranslation()
  const ticks = useTicks()
  const isHidden = useView((state) => state.firstStepsDismissed || (state.firstStepsOpen && state.selection === null && (!narrow || state.narrowTab === 'inspect' || state.narrowTab === 'editor')))
  if (isHidden) return null
  const done = ticks.filter(Boolean).length
  const words = t('steps.chip', { done, all: ticks.length })
  return (
    <button className="button quiet steps-chip" aria-label={words} title={words} onClick={showFirstSteps}>
      <Glyph state={done === ticks.length ? 'ok' : 'pending'} />
      <span className="steps-long">{words}</span>
      <span className="steps-short">{t('steps.count', { done, all: ticks.length })}</span>
    </button>
  )
}
