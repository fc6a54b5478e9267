/** Time in a person's hands: play, pause, one fact on or back, how fast, and undo. On a phone the speeds are a list. */
import { Pause, Play, StepBack, StepForward, Undo2 } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { clockText } from '../../view/format.ts'
import { useCluster } from '../store.ts'
import { play, playOrPause, stepBack, stepOn, undo } from '../timeline/time-actions.ts'
import { Segments } from './segments.tsx'
import { speeds } from './speeds.ts'

export function Transport({ phone }: { readonly phone: boolean }) {
  const { t } = useTranslation()
  const playing = useCluster((state) => state.playing)
  const speed = useCluster((state) => state.speed)
  const stopped = useCluster((state) => state.crash !== null || state.epoch === 0)
  const choices = speeds.map(({ value, label = t('transport.max') }) => ({ value, label }))
  const choose = (speed: number) => void play(speed)
  const buttons = (
    <>
      {!phone && (
        <button className="button icon quiet" disabled={stopped} aria-label={t('time:undo')} title={`${t('time:undo')} (Ctrl Z)`} onClick={() => void undo()}>
          <Undo2 size={16} />
        </button>
      )}
      <button className="button icon" disabled={stopped} aria-label={t('time:previous')} onClick={() => void stepBack()}>
        <StepBack size={16} />
      </button>
      <button className="button icon primary" disabled={stopped} aria-label={t(playing ? 'transport.pause' : 'transport.play')} onClick={() => void playOrPause()}>
        {playing ? <Pause size={16} fill="currentColor" strokeWidth={0} /> : <Play size={16} fill="currentColor" />}
      </button>
      <button className="button icon" disabled={stopped} aria-label={t('transport.step')} onClick={() => void stepOn()}>
        <StepForward size={16} />
      </button>
    </>
  )
  return (
    <div className="transport" role="group" aria-label={t('transport.label')}>
      {phone && <Clock />}
      {phone && <div className="grow" />}
      {buttons}
      {phone ? <SpeedList speed={speed} choices={choices} onChoose={choose} /> : <Clock />}
      {!phone && <Segments label={t('transport.speed')} value={speed} choices={choices} disabled={stopped} onChoose={choose} />}
    </div>
  )
}

interface SpeedListProps {
  readonly speed: number
  readonly choices: readonly { readonly value: number; readonly label: string }[]
  readonly onChoose: (speed: number) => void
}

const SpeedList = ({ speed, choices, onChoose }: SpeedListProps) => {
  const { t } = useTranslation()
  return (
    <select className="button speed-list" aria-label={t('transport.speed')} value={speed} onChange={(event) => onChoose(Number(event.target.value))}>
      {choices.map(({ value, label }) => (
        <option key={value} value={value}>
          {label}
        </option>
      ))}
    </select>
  )
}

function Clock() {
  const { t } = useTranslation()
  const now = useCluster((state) => state.now)
  const rewound = useCluster((state) => state.rewound)
  return (
    <time className={rewound ? 'clock rewound' : 'clock'} role="timer" aria-label={t('transport.clock')}>
      {clockText(now)}
      <span className="clock-millis">.{String(Math.floor(now / 1_000) % 1_000).padStart(3, '0')}</span>
    </time>
  )
}
