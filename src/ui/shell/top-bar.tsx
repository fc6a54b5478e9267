/** The bar at the top: whose cluster it is, time, language, theme, help. */
import { Moon, Pause, Play, StepForward, Sun } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { shownTheme } from '../preferences.ts'
import { useCluster, useView } from '../store.ts'
import { FirstStepsChip } from '../first-steps/first-steps.tsx'
import { Help } from './help.tsx'
import './top-bar.css'

export function TopBar() {
  const { t } = useTranslation()
  const seed = useCluster((state) => state.boot?.seed ?? 1)
  return (
    <header className="top-bar">
      <div className="logo">
        <Logo />
        <span>Kubarium</span>
      </div>
      <div className="scenario">
        {t('demo')} <span>{t('seed', { seed })}</span>
      </div>
      <div className="grow" />
      <Transport />
      <div className="grow" />
      <FirstStepsChip />
      <LanguageButton />
      <ThemeButton />
      <Help />
    </header>
  )
}

const Logo = () => (
  <svg width="24" height="24" viewBox="0 0 24 24" aria-hidden>
    <path d="M12 1.5 21 6.7v10.6L12 22.5 3 17.3V6.7Z" fill="none" stroke="var(--accent)" strokeWidth="1.6" strokeLinejoin="round" />
    <circle cx="9" cy="10" r="1.9" fill="var(--app-2)" />
    <circle cx="15" cy="10" r="1.9" fill="var(--app-1)" />
    <circle cx="12" cy="15" r="1.9" fill="var(--ok)" />
  </svg>
)

function LanguageButton() {
  const { t } = useTranslation()
  const language = useView((state) => state.language)
  const next = language === 'en' ? 'zh-CN' : 'en'
  return (
    <button className="button line language" title={t('language')} onClick={() => useView.setState({ language: next })}>
      {language === 'en' ? 'EN / 中' : '中 / EN'}
    </button>
  )
}

function ThemeButton() {
  const { t } = useTranslation()
  const shown = shownTheme(useView((state) => state.theme))
  const next = shown === 'dark' ? 'light' : 'dark'
  return (
    <button className="button icon" aria-label={t(next === 'dark' ? 'theme.toDark' : 'theme.toLight')} onClick={() => useView.setState({ theme: next })}>
      {shown === 'dark' ? <Sun size={16} /> : <Moon size={16} />}
    </button>
  )
}

/** Simulated seconds per second. */
const speeds = [
  { value: 0.01, label: '1/100' },
  { value: 0.1, label: '1/10' },
  { value: 1, label: '1×' },
  { value: 10, label: '10×' },
  { value: Infinity, label: '' },
]

function Transport() {
  const { t } = useTranslation()
  const door = useCluster((state) => state.door)
  const playing = useCluster((state) => state.playing)
  const speed = useCluster((state) => state.speed)
  const crashed = useCluster((state) => state.crash !== null)
  if (!door) return null
  return (
    <div className="transport" role="group" aria-label={t('transport.label')}>
      <button className="button icon primary" disabled={crashed} aria-label={t(playing ? 'transport.pause' : 'transport.play')} onClick={() => void (playing ? door.pause() : door.play(speed))}>
        {playing ? <Pause size={16} fill="currentColor" /> : <Play size={16} fill="currentColor" />}
      </button>
      <button className="button icon" disabled={crashed} aria-label={t('transport.step')} onClick={() => void door.pause().then(() => door.step())}>
        <StepForward size={16} />
      </button>
      <Clock />
      <div className="segments" role="radiogroup" aria-label={t('transport.speed')}>
        {speeds.map(({ value, label }) => (
          <button key={value} role="radio" aria-checked={speed === value} disabled={crashed} onClick={() => void door.play(value)}>
            {label === '' ? t('transport.max') : label}
          </button>
        ))}
      </div>
    </div>
  )
}

function Clock() {
  const { t } = useTranslation()
  const now = useCluster((state) => state.now)
  return (
    <time className="clock" role="timer" aria-label={t('transport.clock')}>
      {clockText(now)}
    </time>
  )
}

/** `00:01:02.310`. */
export function clockText(micros: number): string {
  const milliseconds = Math.floor(micros / 1_000)
  const two = (value: number) => String(value).padStart(2, '0')
  const seconds = Math.floor(milliseconds / 1_000)
  return `${two(Math.floor(seconds / 3_600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}.${String(milliseconds % 1_000).padStart(3, '0')}`
}
