/** A Deployment's rollout: its ReplicaSets beside each other, the limits it keeps, what holds it up in Why's words, and the way back. */
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { Deployment } from '../../api/generated/types.ts'
import { tailOf } from '../../view/format.ts'
import { nodeState } from '../../view/node-state.ts'
import { rolloutOf, type Rollout, type RolloutSet } from '../../view/rollout.ts'
import type { Row } from '../../view/world.ts'
import type { WhySentence } from '../../worker/protocol.ts'
import { Glyph } from '../shell/glyph.tsx'
import { durationText, useSecondsUntil } from '../shell/simulated-time.ts'
import { kubectl, select, useCluster } from '../store.ts'
import { BackOffSection } from './back-off-section.tsx'
import { Section } from './head.tsx'
import { pathOf, useKind } from './kind.ts'
import { ObjectLink } from './object-link.tsx'
import { useAsked } from './use-asked.ts'
import { useWhy } from './use-why.ts'
import { WhyAnswer } from './why-section.tsx'
import './rollout-texts.ts'
import './rollout.css'

export function RolloutTab({ row }: { readonly row: Row }) {
  const { t } = useTranslation('rollout')
  const rollout = useRollout(row)
  const sentences = useHoldUp(row)
  if (!rollout) return null
  return (
    <>
      <section className="inspector-section">
        <div className="rollout-sets">
          {rollout.sets.map((set) => (
            <SetCard key={set.row.id} set={set} alone={rollout.sets.length === 1} />
          ))}
        </div>
        <Limits rollout={rollout} />
        <RolloutActions row={row} rollout={rollout} />
      </section>
      {!rollout.complete && sentences.length > 0 && (
        <Section title={t('why')}>
          <WhyAnswer sentences={sentences} />
        </Section>
      )}
      {!rollout.complete && <FailingPod sentences={sentences} />}
      <History row={row} rollout={rollout} />
    </>
  )
}

/** Limits and conditions stand in the object; sets and pods in the rows. */
function useRollout(row: Row): Rollout | null {
  const kind = useKind(row.key)
  const asked = useAsked(`rollout ${row.key}`, row.revision, async (door) => (kind ? door.api('GET', pathOf(kind, row.key)) : null))
  const byOwner = useCluster(({ world }) => world.byOwner)
  return useMemo(() => {
    if (!asked || asked.code !== 200) return null
    // The API server answered with the object at this path.
    return rolloutOf({ byOwner }, row, asked.body as Deployment)
  }, [asked, row, byOwner])
}

const noSentences: readonly WhySentence[] = []

/** What Why says, without what the cards of the ReplicaSets show. */
function useHoldUp({ key }: Row): readonly WhySentence[] {
  const sentences = useWhy(key) ?? noSentences
  return useMemo(() => sentences.filter(({ code }) => code !== 'deployment.rolling'), [sentences])
}

/** The back-off of the pod that the explanation waits for; of the first that fails, if it names several. */
function FailingPod({ sentences }: { readonly sentences: readonly WhySentence[] }) {
  const pod = useCluster(({ world }) => sentences.flatMap(({ objects }) => objects.map((key) => world.byKey.get(key))).find((row) => row?.resource === 'pods' && row.health === 'error'))
  return pod ? <BackOffSection pod={pod} /> : null
}

function SetCard({ set, alone }: { readonly set: RolloutSet; readonly alone: boolean }) {
  const { t } = useTranslation('rollout')
  const { row, isNew, revision, tag, pods, missing, available } = set
  return (
    <div className={`rollout-set ${isNew && !alone ? 'new' : ''}`}>
      <button type="button" className="rollout-name" title={row.name} onClick={() => select(row.key)}>
        {t(alone ? 'only' : isNew ? 'new' : 'old', { name: tailOf(row.name) })}
      </button>
      <span className="rollout-revision">{t('revisionOf', { revision, tag })}</span>
      <ul className="rollout-pods" aria-label={t('pods')}>
        {pods.slice(0, podsShown).map((pod) => (
          <li key={pod.id}>
            <PodGlyph pod={pod} />
          </li>
        ))}
        {Array.from({ length: Math.min(missing, Math.max(0, podsShown - pods.length)) }, (_, i) => (
          <li key={`missing ${i}`} className="missing" />
        ))}
        {pods.length > podsShown && <li className="more">+{pods.length - podsShown}</li>}
      </ul>
      <span>{t('counts', { desired: row.desired, available })}</span>
    </div>
  )
}

/** Glyphs that fit in two lines. */
const podsShown = 10

function PodGlyph({ pod }: { readonly pod: Row }) {
  const node = useCluster(({ world }) => world.byKey.get(`nodes/${pod.node}`))
  const lost = node !== undefined && nodeState(node) === 'unknown'
  return (
    <button type="button" title={`${pod.name}, ${pod.phase}`} aria-label={`${tailOf(pod.name)}, ${pod.phase}`} onClick={() => select(pod.key)}>
      <Glyph state={lost ? 'unknown' : pod.health} />
    </button>
  )
}

function Limits({ rollout: { strategy, surge, unavailable, deadline } }: { readonly rollout: Rollout }) {
  const { t } = useTranslation('rollout')
  const count = ({ given, count: pods }: Rollout['surge']) => (given.endsWith('%') ? t('resolved', { given, count: pods }) : t('podCount', { count: pods }))
  return (
    <dl className="field-list rollout-limits">
      {strategy === 'RollingUpdate' ? (
        <>
          <dt>{t('surge')}</dt>
          <dd>{count(surge)}</dd>
          <dt>{t('unavailable')}</dt>
          <dd>{count(unavailable)}</dd>
        </>
      ) : (
        <>
          <dt>{t('strategy')}</dt>
          <dd>{strategy}</dd>
        </>
      )}
      {deadline && (
        <>
          <dt>{t('deadline')}</dt>
          <dd>
            <Deadline deadline={deadline} />
          </dd>
        </>
      )}
    </dl>
  )
}

function Deadline({ deadline: { seconds, at, state } }: { readonly deadline: NonNullable<Rollout['deadline']> }) {
  const { t } = useTranslation('rollout')
  const left = useSecondsUntil(at)
  if (state === 'rests') return t('seconds', { seconds })
  if (state === 'passed') return <span className="error">{t('passed', { seconds })}</span>
  return t('left', { seconds, time: durationText(t, left) })
}

function RolloutActions({ row, rollout: { history, revision, paused, complete } }: { readonly row: Row; readonly rollout: Rollout }) {
  const { t } = useTranslation('rollout')
  const act = useActs(row)
  const before = history.find((set) => set.revision > 0 && set.revision < revision)
  return (
    <div className="rollout-actions">
      {before && (
        <button type="button" className={`button ${complete ? '' : 'primary'}`} disabled={paused} title={paused ? t('pausedFirst') : undefined} onClick={() => act('undo', `--to-revision=${before.revision}`)}>
          {t('undo', { revision: before.revision })}
        </button>
      )}
      <button type="button" className="button" onClick={() => act(paused ? 'resume' : 'pause')}>
        {t(paused ? 'resume' : 'pause')}
      </button>
      <button type="button" className="button" disabled={paused} onClick={() => act('restart')}>
        {t('restart')}
      </button>
    </div>
  )
}

const useActs = ({ name, namespace }: Row) => (verb: string, ...more: readonly string[]): void => void kubectl(['rollout', verb, `deployment/${name}`, '-n', namespace, ...more])

/** Every revision that is kept, with the way back to it. */
function History({ row, rollout: { history, revision, paused } }: { readonly row: Row; readonly rollout: Rollout }) {
  const { t } = useTranslation('rollout')
  const act = useActs(row)
  if (history.length < 2) return null
  return (
    <Section title={t('history')}>
      <ul className="rollout-history">
        {history.map((set) => (
          <li key={set.row.id}>
            <span>{t('revision', { revision: set.revision })}</span>
            <ObjectLink object={set.row.key} text={tailOf(set.row.name)} />
            <code>{set.tag}</code>
            {set.revision === revision ? (
              <span className="badge">{t('current')}</span>
            ) : (
              <button type="button" className="button quiet" disabled={paused} onClick={() => act('undo', `--to-revision=${set.revision}`)}>
                {t('back')}
              </button>
            )}
          </li>
        ))}
      </ul>
    </Section>
  )
}
