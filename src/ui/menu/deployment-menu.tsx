/** The menu of a Deployment: how many, and what kubectl rollout does. */
import { useTranslation } from 'react-i18next'
import { tagOf } from '../../view/format.ts'
import type { Row } from '../../view/world.ts'
import { askWhy, useCluster } from '../store.ts'
import { copyText, run } from './acts.ts'
import { Column, Columns, Item, SubMenu } from './items.tsx'

export function DeploymentMenu({ deployment }: { readonly deployment: Row }) {
  const { t } = useTranslation('menu')
  const { namespace, name, desired } = deployment
  const target = `deployment/${name}`
  const rollout = (verb: string, ...more: readonly string[]) => run('rollout', verb, target, '-n', namespace, ...more)
  const scale = (replicas: number) => () => run('scale', target, '-n', namespace, `--replicas=${replicas}`)
  const paused = deployment.detail['paused'] === true
  const revisions = useRevisions(deployment)
  return (
    <Columns>
      <Column title={t('scale')}>
        <Item text={t('oneMore')} hint={`${desired + 1}`} onSelect={scale(desired + 1)} />
        <Item text={t('oneLess')} hint={`${Math.max(0, desired - 1)}`} disabled={desired <= 0} onSelect={scale(desired - 1)} />
        <Item text={t('toZero')} hint="0" disabled={desired <= 0} onSelect={scale(0)} />
      </Column>
      <Column title={t('rollout')}>
        <Item text={t(paused ? 'resume' : 'pause')} hint={paused ? 'resume' : 'pause'} onSelect={() => rollout(paused ? 'resume' : 'pause')} />
        <Item text={t('restart')} hint="restart" disabled={paused} onSelect={() => rollout('restart')} />
        <SubMenu text={t('undo')} disabled={paused || revisions.length === 0}>
          {revisions.map(({ revision, tag }) => (
            <Item key={revision} text={t('revision', { revision })} hint={tag} onSelect={() => rollout('undo', `--to-revision=${revision}`)} />
          ))}
        </SubMenu>
        <Item text={t('whyDeployment')} onSelect={() => askWhy(deployment.key)} />
        <Item text={t('copyCommand')} onSelect={() => copyText(`kubectl describe deployment ${name} -n ${namespace}`)} />
      </Column>
    </Columns>
  )
}

/** Those it can go back to, youngest first; ReplicaSets carry them. */
function useRevisions(deployment: Row): readonly { readonly revision: number; readonly tag: string }[] {
  const owned = useCluster(({ world }) => world.byOwner.get(deployment.id)) ?? []
  const all = owned.filter(({ resource }) => resource === 'replicasets.apps').map(({ detail }) => ({ revision: Number(detail['revision'] ?? 0), tag: tagOf(String(detail['images'] ?? '')) }))
  return all.filter(({ revision }) => revision > 0 && String(revision) !== deployment.detail['revision']).sort((a, b) => b.revision - a.revision)
}
