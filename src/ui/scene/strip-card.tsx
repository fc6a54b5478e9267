/** The control strip: who talks to the API server, with one line on what each is doing. */
import { memo } from 'react'
import { useTranslation } from 'react-i18next'
import type { StripData } from '../../view/graph.ts'
import { actingParts } from '../../view/graph.ts'
import type { StripMeasures } from '../../view/measures.ts'
import { openMenu, useIsOpen } from '../menu/open-menu.ts'
import { useCluster } from '../store.ts'

export const StripCard = memo(function StripCard({ data }: { readonly data: StripData }) {
  const { t } = useTranslation('scene')
  const acting = useCluster(({ world }) => actingParts(world).join(' ')).split(' ')
  const controllers = useCluster(({ boot }) => boot?.controllers ?? noNames)
  const { strip } = data.measures
  if (!strip) return null
  const shown = shownControllers.slice(0, strip.controllers.length)
  const lines: { readonly [name: string]: string } = { deployment: deploymentLine(data), replicaset: replicaSetLine(data) }
  const isActing = (name: string) => acting.includes(name)
  const others = controllers.filter((name) => !shown.includes(name))
  const chip = { strip, acting: isActing, stopped: data.stopped, troubled: data.troubled }
  const manager = 'kube-controller-manager'
  return (
    <section className="strip" aria-label={t('strip.title')}>
      <StripLines strip={strip} />
      <span className="strip-title">{t('strip.title')}</span>
      {strip.controllers.length > 1 && (
        <span className={`strip-title ${data.stopped.includes(manager) ? 'error' : 'faint'}`} style={{ left: (strip.controllers[0]?.[0] ?? 0) - strip.rect.x }}>
          {data.stopped.includes(manager) ? t('stoppedPart', { name: manager }) : manager}
        </span>
      )}
      <Chip {...chip} place={strip.kubectl} name="kubectl" line={t(kubectlLine(data.answered, strip.controllers.length > 1), { code: data.answered })} />
      <Chip {...chip} place={strip.apiserver} name="kube-apiserver" part="kube-apiserver" line={t('strip.revision', { revision: data.revision })} hub />
      <Chip {...chip} place={strip.etcd} name="etcd" part="etcd" line={t('strip.stored')} />
      <Chip {...chip} place={strip.scheduler} name="kube-scheduler" part="kube-scheduler" label="scheduler" line={t('strip.queue', { count: data.queue })} />
      {shown.map((name, i) => (
        <Chip {...chip} key={name} place={strip.controllers[i] ?? strip.more} name={name} part={manager} line={t(lines[name] ?? 'strip.idle', { ...data })} />
      ))}
      <Chip {...chip} place={strip.more} name="more" part={manager} label={`+ ${others.length}`} line={strip.controllers.length > 1 ? t('strip.more') : ''} title={others.join(', ')} on={others.some(isActing)} />
    </section>
  )
})

const noNames: readonly string[] = Object.freeze([])
const shownControllers = ['deployment', 'replicaset']

interface ChipProps {
  readonly strip: StripMeasures
  readonly place: readonly [number, number]
  readonly name: string
  readonly label?: string
  readonly line: string
  readonly title?: string
  readonly hub?: boolean
  readonly on?: boolean
  readonly acting: (name: string) => boolean
  /** The process that does it, which can be stopped; '' for kubectl. */
  readonly part?: string
  readonly stopped: readonly string[]
  readonly troubled: readonly string[]
}

function Chip({ strip, place: [x, width], name, label = name, line, title, hub = false, on = false, acting, part = '', stopped, troubled }: ChipProps) {
  const { t } = useTranslation('scene')
  const subject = { type: 'part', part } as const
  const isOpen = useIsOpen(subject)
  const isStopped = stopped.includes(part)
  const state = isStopped ? 'off' : hub ? 'hub' : on || acting(name) ? 'acting' : ''
  const look = { className: `chip ${state} ${troubled.includes(part) ? 'troubled' : ''}`, title, style: { left: x - strip.rect.x - 1, top: strip.chipTop - strip.rect.y - 1, width } }
  const shown = isStopped ? t('strip.stopped') : line
  const words = (
    <>
      <b>{label}</b>
      {shown !== '' && <span>{shown}</span>}
      {name === 'more' && <span className="visually-hidden">{part}</span>}
    </>
  )
  if (part === '') return <div {...look}>{words}</div>
  return (
    // Of the many controllers without a chip of their own only the process has a name.
    <button type="button" {...look} data-part={part} aria-haspopup="menu" aria-expanded={isOpen} onClick={(event) => openMenu(subject, event.currentTarget)}>
      {words}
    </button>
  )
}

function StripLines({ strip }: { readonly strip: StripMeasures }) {
  const mid = ([x, w]: readonly [number, number]) => x + w / 2
  const { x, y } = strip.rect
  const foot = strip.chipTop + 40
  const bus = [strip.scheduler, ...strip.controllers, strip.more]
  const row = strip.chipTop + 20
  const lines = [
    `M${strip.kubectl[0] + strip.kubectl[1]} ${row}H${strip.apiserver[0]}`,
    `M${strip.apiserver[0] + strip.apiserver[1]} ${row}H${strip.etcd[0]}`,
    `M${mid(strip.apiserver)} ${foot}V${strip.busY}H${mid(strip.more)}`,
    ...bus.map((chip) => `M${mid(chip)} ${strip.busY}V${foot}`),
  ]
  return (
    <svg className="strip-lines" aria-hidden="true" viewBox={`${x + 1} ${y + 1} ${strip.rect.w - 2} ${strip.rect.h - 2}`}>
      <path d={lines.join('')} />
    </svg>
  )
}

function kubectlLine(answered: number, isWide: boolean): string {
  if (answered === 0) return 'strip.ready'
  if (answered < 0) return 'strip.idle'
  if (!isWide) return 'strip.got'
  return answered >= 400 ? 'strip.refused' : 'strip.answered'
}

function deploymentLine({ deployments, rollouts }: StripData): string {
  if (deployments === 0) return 'strip.idle'
  return rollouts > 0 ? 'strip.rollouts' : 'strip.inPlace'
}

function replicaSetLine({ replicaSets, waiting }: StripData): string {
  if (replicaSets === 0) return 'strip.idle'
  return waiting > 0 ? 'strip.waiting' : 'strip.inPlace'
}
