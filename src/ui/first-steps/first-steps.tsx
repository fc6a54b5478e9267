/** The first-run path: six steps, the next one open with its one button; it can be closed and comes back under Help. */
import { Check, X } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { World } from '../../view/world.ts'
import { Glyph } from '../shell/glyph.tsx'
import { useCluster, useView } from '../store.ts'
import { firstSteps, type FirstStep } from './steps.ts'
import './first-steps.css'

/** One bit per step, so that a new world with the same ticks renders nothing. */
const useTicks = (): readonly boolean[] => {
  const bits = useCluster(({ world }) => firstSteps.map((step) => (step.isDone(world) ? '1' : '0')).join(''))
  return [...bits].map((bit) => bit === '1')
}

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
        <button className="button icon quiet" aria-label={t('steps.close')} onClick={() => useView.setState({ firstStepsOpen: false, firstStepsDismissed: true })}>
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
  const world = (): World => useCluster.getState().world
  return (
    <li className={state} aria-current={state === 'now' ? 'step' : undefined}>
      <i aria-hidden>{state === 'done' ? <Check size={14} /> : number}</i>
      <div>
        <b>{t(`steps.${step.id}.title`)}</b>
        {state === 'now' && <p>{t(`steps.${step.id}.text`)}</p>}
        {state === 'now' && (
          <button className="button primary" onClick={() => void step.act(world())}>
            {t(`steps.${step.id}.act`)}
          </button>
        )}
      </div>
    </li>
  )
}

/** In the top bar, while the steps are closed for the moment. */
export function FirstStepsChip() {
  const { t } = useTranslation()
  const ticks = useTicks()
  const isHidden = useView((state) => state.firstStepsDismissed || (state.firstStepsOpen && state.selection === null))
  if (isHidden) return null
  const done = ticks.filter(Boolean).length
  return (
    <button className="button quiet steps-chip" onClick={() => useView.setState({ firstStepsOpen: true, selection: null })}>
      <Glyph state={done === ticks.length ? 'ok' : 'pending'} />
      {t('steps.chip', { done, all: ticks.length })}
    </button>
  )
}
