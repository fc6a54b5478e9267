/** The menu that is open: of a node, a pod, a Deployment, a process, of a new node, or of the trouble that lasts. */
import { DropdownMenu } from 'radix-ui'
import { useTranslation } from 'react-i18next'
import { partsOfKey } from '../../view/world.ts'
import { useCluster } from '../store.ts'
import { ClusterMenu } from './cluster-menu.tsx'
import { DeploymentMenu } from './deployment-menu.tsx'
import { NewNodeMenu } from './new-node-menu.tsx'
import { NodeMenu } from './node-menu.tsx'
import { crossColumns } from './items.tsx'
import { closeMenu, useMenu, type MenuSubject, type OpenMenu } from './open-menu.ts'
import { PartMenu } from './part-menu.tsx'
import { PodMenu } from './pod-menu.tsx'
import { TroubleMenu } from './trouble-menu.tsx'
import './texts.ts'
import './menu.css'

export function Menus() {
  const open = useMenu((state) => state.open)
  return open && <Menu key={JSON.stringify(open.subject)} {...open} />
}

function Menu({ subject, at: { x, y, width, height }, opener }: OpenMenu) {
  const { t } = useTranslation('menu')
  const refocus = (event: Event) => {
    event.preventDefault()
    opener?.focus({ preventScroll: true })
  }
  return (
    <DropdownMenu.Root open modal={false} onOpenChange={(open) => !open && closeMenu()}>
      <DropdownMenu.Trigger className="menu-anchor" tabIndex={-1} aria-hidden style={{ left: x, top: y, width, height }} />
      <DropdownMenu.Portal>
        <DropdownMenu.Content className="menu object-menu" align={width > 0 ? 'end' : 'start'} sideOffset={4} collisionPadding={8} aria-label={t('label', { name: nameOf(subject, t) })} aria-labelledby={undefined} onCloseAutoFocus={refocus} onKeyDown={crossColumns}>
          <Body subject={subject} />
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  )
}

function nameOf(subject: MenuSubject, t: ReturnType<typeof useTranslation>['t']): string {
  if (subject.type === 'object') return partsOfKey(subject.key).name
  return subject.type === 'part' ? subject.part : t(`names.${subject.type}`)
}

function Body({ subject }: { readonly subject: MenuSubject }) {
  const key = subject.type === 'object' ? subject.key : ''
  const row = useCluster(({ world }) => world.byKey.get(key))
  if (subject.type === 'part') return <PartMenu part={subject.part} />
  if (subject.type === 'new-node') return <NewNodeMenu />
  if (subject.type === 'troubles') return <TroubleMenu />
  if (subject.type === 'cluster') return <ClusterMenu />
  if (!row) return null
  if (row.resource === 'nodes') return <NodeMenu node={row} />
  return row.resource === 'pods' ? <PodMenu pod={row} /> : <DeploymentMenu deployment={row} />
}
