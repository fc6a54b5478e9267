/** Where a request can start: outside, on a node, in a pod that runs. */
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useCluster } from '../store.ts'

export interface Sender {
  readonly value: string
  readonly label: string
  readonly group: 'outside' | 'nodes' | 'pods'
}

export const internet = 'internet'

export function useSenders(): readonly Sender[] {
  const { t } = useTranslation()
  const nodes = useCluster((state) => state.world.byResource.get('nodes'))
  const pods = useCluster((state) => state.world.byResource.get('pods'))
  return useMemo(() => {
    const inPods = (pods ?? []).filter(({ phase, deleting }) => phase === 'Running' && !deleting)
    return [
      { value: internet, label: t('requests.internet'), group: 'outside' as const },
      ...(nodes ?? []).map(({ name }) => ({ value: `node/${name}`, label: name, group: 'nodes' as const })),
      ...inPods.map(({ namespace, name }) => ({ value: `pod/${namespace}/${name}`, label: name, group: 'pods' as const })),
    ]
  }, [nodes, pods, t])
}
