/** The back-off of a pod that crashes or cannot pull: how often it was tried, how long it waits now, and the curve. */
import { useTranslation } from 'react-i18next'
import { tailOf } from '../../view/format.ts'
import type { Row } from '../../view/world.ts'
import { useSecondsUntil, useSecondsUntilMicros } from '../shell/simulated-time.ts'
import { useCluster } from '../store.ts'
import { Section } from './head.tsx'
import './rollout-texts.ts'
import './rollout.css'

/** The kubelet's own: 10 s doubled up to 300 s (pkg/kubelet MaxContainerBackOff). */
const curve = [10, 20, 40, 80, 160, 300]

interface CrashBackOff {
  readonly container: string
  readonly since: number
  readonly seconds: number
}

export function BackOffSection({ pod }: { readonly pod: Row }) {
  // Written by the worker (api/kinds/pod-waits.ts).
  const crash = pod.detail['backOff'] as CrashBackOff | undefined
  const pull = useCluster(({ world }) => world.pulls.get(pod.key))
  if (crash) return <Crash pod={pod} crash={crash} />
  return pull && pod.health === 'error' ? <Pull pod={pod} until={pull.until} seconds={pull.seconds} /> : null
}

interface ContainerDetail {
  readonly name: string
  readonly restarts: number
  readonly exitCode?: number
}

function Crash({ pod, crash: { container, since, seconds } }: { readonly pod: Row; readonly crash: CrashBackOff }) {
  const { t } = useTranslation('rollout')
  const left = useSecondsUntil(since + seconds)
  // Written by the worker (api/kinds/pod-facts.ts).
  const found = (pod.detail['containers'] as readonly ContainerDetail[]).find(({ name }) => name === container)
  return <Waiting pod={pod} left={left} seconds={seconds} text={t('restarted', { count: found?.restarts ?? 0, code: found?.exitCode ?? '' })} />
}

function Pull({ pod, until, seconds }: { readonly pod: Row; readonly until: number; readonly seconds: number }) {
  const { t } = useTranslation('rollout')
  return <Waiting pod={pod} left={useSecondsUntilMicros(until)} seconds={seconds} text={t('pulls')} />
}

function Waiting({ pod, left, seconds, text }: { readonly pod: Row; readonly left: number; readonly seconds: number; readonly text: string }) {
  const { t } = useTranslation('rollout')
  const waited = Math.max(0, Math.min(seconds, seconds - left))
  return (
    <Section title={t('backOff', { pod: tailOf(pod.name) })}>
      <div className="back-off-line">
        <span>{text}</span>
        <code>{t('waited', { waited, seconds })}</code>
      </div>
      <div className="back-off-bar" role="progressbar" aria-label={t('backOff', { pod: tailOf(pod.name) })} aria-valuemin={0} aria-valuemax={seconds} aria-valuenow={waited}>
        <i style={{ width: `${(waited / seconds) * 100}%` }} />
      </div>
      <p className="back-off-curve">
        {curve.map((step, i) => (
          <span key={step}>
            {i > 0 && ' → '}
            {step === seconds ? <b>{step}</b> : step}
          </span>
        ))}{' '}
        {t('unit')}
      </p>
    </Section>
  )
}
