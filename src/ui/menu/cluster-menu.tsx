/** Where the picture has no room for the control plane, on a phone: its processes in a list, and a further node. */
import { useTranslation } from 'react-i18next'
import { controlPlane } from '../../view/parts.ts'
import { useCluster } from '../store.ts'
import { switchPart } from './acts.ts'
import { Column, FaultItem } from './items.tsx'
import { NewNodeMenu } from './new-node-menu.tsx'

export function ClusterMenu() {
  const { t } = useTranslation('menu')
  const stopped = useCluster(({ world }) => world.stopped)
  return (
    <>
      <Column title={t('controlPlane')}>
        {controlPlane.map((part) => (
          <FaultItem key={part} text={t('stopProcess', { name: part })} since={stopped.get(part)} onSwitch={(on) => switchPart(part, on)} />
        ))}
      </Column>
      <NewNodeMenu />
    </>
  )
}
