/** The scheduler's table for a pod: the verdict of each filter and the weighted score of each plugin, per node. */
import { Check, Minus, X } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { markOf, whyPieces } from '../../view/why.ts'
import type { ObjectKey, SchedulingNode, SchedulingTrace } from '../../worker/protocol.ts'
import { useCluster } from '../store.ts'
import { Section } from './head.tsx'
import { ObjectLink } from './object-link.tsx'
import { useScheduling } from './use-scheduling.ts'
import { Pieces } from './why-section.tsx'

/** Columns that fit beside each other; the chosen node is among them. */
const shownNodes = 3

export function Scheduling({ trace }: { readonly trace: SchedulingTrace }) {
  const { t } = useTranslation('facts')
  const nodes = foremost(trace)
  const hidden = trace.nodes.length - nodes.length
  return (
    <>
      <Section title={t('inspector.scheduling.filters', { attempt: trace.attempt })} extra={hidden > 0 ? t('inspector.sampled', { count: hidden }) : undefined}>
        <FilterTable nodes={nodes} />
        <p className="table-note">{t('inspector.scheduling.note')}</p>
      </Section>
      <Section title={t('inspector.scheduling.scores')}>
        {trace.chosen === '' ? <SiblingScores pod={trace.pod} /> : isScored(trace) ? <ScoreTable trace={trace} /> : <p>{t('inspector.scheduling.noScores')}</p>}
      </Section>
    </>
  )
}

const isScored = ({ nodes }: SchedulingTrace): boolean => nodes.some(({ scores }) => scores.length > 0)

/** Of a pod that has no node nothing was scored; one of the same owner shows how it would have been. */
function SiblingScores({ pod }: { readonly pod: ObjectKey }) {
  const { t } = useTranslation('facts')
  const sibling = useCluster(({ world }) => {
    const { owner = 0 } = world.byKey.get(pod) ?? {}
    return owner === 0 ? undefined : world.byOwner.get(owner)?.find(({ key, node }) => key !== pod && node !== '')?.key
  })
  const trace = useScheduling(sibling ?? '')
  if (!sibling || !trace || !isScored(trace)) return <p>{t('inspector.scheduling.noScoresFailed')}</p>
  return (
    <>
      <p className="table-lead">
        <Pieces pieces={whyPieces(t('inspector.scheduling.sibling', { pod: markOf(0) }), { objects: [sibling] })} />
      </p>
      <ScoreTable trace={trace} />
    </>
  )
}

function foremost({ nodes, chosen }: SchedulingTrace): readonly SchedulingNode[] {
  if (nodes.length <= shownNodes) return nodes
  const best = [...nodes].sort((a, b) => Number(b.node === chosen) - Number(a.node === chosen) || b.total - a.total).slice(0, shownNodes)
  return nodes.filter((node) => best.includes(node))
}

const pluginsOf = (lists: readonly (readonly { readonly plugin: string }[])[]): readonly string[] => [...new Set(lists.flat().map(({ plugin }) => plugin))]

function Columns({ nodes }: { readonly nodes: readonly SchedulingNode[] }) {
  const { t } = useTranslation('facts')
  return (
    <thead>
      <tr>
        <th scope="col">{t('inspector.scheduling.plugin')}</th>
        {nodes.map(({ node }) => (
          <th key={node} scope="col" className="number">
            <ObjectLink object={`nodes/${node}`} />
          </th>
        ))}
      </tr>
    </thead>
  )
}

function FilterTable({ nodes }: { readonly nodes: readonly SchedulingNode[] }) {
  return (
    <table>
      <Columns nodes={nodes} />
      <tbody>
        {pluginsOf(nodes.map(({ filters }) => filters)).map((plugin) => {
          const verdicts = nodes.map(({ filters }) => filters.find((verdict) => verdict.plugin === plugin))
          return (
            <tr key={plugin} className={verdicts.some((verdict) => verdict?.pass === false) ? 'fails' : undefined}>
              <th scope="row">{plugin}</th>
              {verdicts.map((verdict, i) => (
                <Verdict key={nodes[i]?.node ?? i} pass={verdict?.pass} reason={verdict?.reason ?? ''} />
              ))}
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}

function Verdict({ pass, reason }: { readonly pass: boolean | undefined; readonly reason: string }) {
  const { t } = useTranslation('facts')
  if (pass === undefined) return <Cell label={t('inspector.scheduling.skipped')} tone="skipped" icon={<Minus size={14} />} />
  if (pass) return <Cell label={t('inspector.scheduling.pass')} tone="passes" icon={<Check size={14} />} />
  return <Cell label={t('inspector.scheduling.fail', { reason })} tone="refuses" icon={<X size={14} />} />
}

const Cell = ({ label, tone, icon }: { readonly label: string; readonly tone: string; readonly icon: ReactNode }) => (
  <td className={`number ${tone}`} title={label}>
    {icon}
    <span className="visually-hidden">{label}</span>
  </td>
)

function ScoreTable({ trace }: { readonly trace: SchedulingTrace }) {
  const { t } = useTranslation('facts')
  const { chosen } = trace
  const scored = foremost(trace).filter(({ scores }) => scores.length > 0)
  const plugins = pluginsOf(scored.map(({ scores }) => scores))
  const of = (node: SchedulingNode, plugin: string) => node.scores.find((score) => score.plugin === plugin)
  return (
    <table>
      <Columns nodes={scored} />
      <tbody>
        {plugins.map((plugin) => (
          <tr key={plugin}>
            <th scope="row">
              {shortPlugin(plugin)} <span>{t('inspector.scheduling.weight', { weight: scored.map((node) => of(node, plugin)?.weight).find(Boolean) ?? 1 })}</span>
            </th>
            {scored.map((node) => {
              const found = of(node, plugin)
              return (
                <td key={node.node} className="number">
                  <code>{found ? found.score * found.weight : '–'}</code>
                </td>
              )
            })}
          </tr>
        ))}
        <tr className="sum">
          <th scope="row">{t('inspector.scheduling.total')}</th>
          {scored.map(({ node, total }) => (
            <td key={node} className={node === chosen ? 'number passes' : 'number'}>
              <code>{total}</code>
            </td>
          ))}
        </tr>
      </tbody>
    </table>
  )
}

/** `NodeResourcesBalancedAllocation` is too long for a column; kubernetes itself says BalancedAllocation in its docs. */
const shortPlugin = (plugin: string): string => plugin.replace(/^NodeResources(?=Balanced)/, '')
