/** The menu of a pod: kill a container's process, or delete the pod. */
import { useTranslation } from 'react-i18next'
import type { Row } from '../../view/world.ts'
import { askWhy } from '../store.ts'
import { copyText, makeFault, run } from './acts.ts'
import { Column, Columns, Item } from './items.tsx'

interface ContainerDetail {
  readonly name: string
  readonly state: string
}

export function PodMenu({ pod }: { readonly pod: Row }) {
  const { t } = useTranslation('menu')
  const { namespace, name } = pod
  // Written by the worker (api/kinds/pod-facts.ts).
  const containers = (pod.detail['containers'] ?? []) as readonly ContainerDetail[]
  return (
    <Columns>
      <Column title={t('faults')}>
        {containers.map((container) => (
          <Item
            key={container.name}
            text={t('kill', { name: container.name })}
            disabled={container.state !== 'Running'}
            onSelect={() => makeFault({ type: 'kill-container', pod: `${namespace}/${name}`, container: container.name })}
          />
        ))}
      </Column>
      <Column title={t('operations')}>
        <Item text={t('deletePod')} hint="delete" disabled={pod.deleting} onSelect={() => run('delete', 'pod', name, '-n', namespace, '--wait=false')} />
        <Item text={t('deletePodNow')} hint="--force" onSelect={() => run('delete', 'pod', name, '-n', namespace, '--force', '--grace-period=0')} />
        <Item text={t('whyPod')} onSelect={() => askWhy(pod.key)} />
        <Item text={t('copyCommand')} onSelect={() => copyText(`kubectl describe pod ${name} -n ${namespace}`)} />
      </Column>
    </Columns>
  )
}
