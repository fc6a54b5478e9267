/** The menu of a process: stop and start it, and what follows while it is down; crashes and late watches for those that write. */
import { DropdownMenu } from 'radix-ui'
import { useTranslation } from 'react-i18next'
import type { FaultOrder } from '../../worker/protocol.ts'
import { booting } from '../../view/trouble.ts'
import { useCluster } from '../store.ts'
import { faultKey, faultParams, healFault, makeFault, switchPart } from './acts.ts'
import { Column, FaultItem, Item, SubMenu } from './items.tsx'

export function PartMenu({ part }: { readonly part: string }) {
  const { t } = useTranslation('menu')
  const [type = '', node] = part.split('/')
  const down = useCluster(({ world }) => world.stopped.get(part))
  const since = down === booting ? undefined : down
  const isOff = useCluster(({ world }) => node !== undefined && world.stopped.has(`node/${node}`))
  return (
    <Column title={node === undefined ? part : t('onNode', { part: type, node })}>
      <FaultItem text={t('stopProcess', { name: type })} since={since} disabled={isOff} onSwitch={(on) => switchPart(part, on)} />
      <Item text={t('startProcess', { name: type })} disabled={since === undefined || isOff} onSelect={() => switchPart(part, false)} />
      {watchers.has(type) && <ProcessFaults part={part} />}
      <DropdownMenu.Separator className="menu-line" />
      <p className="menu-note">{t(`without.${type}`)}</p>
    </Column>
  )
}

/** They write, and hear of changes by watches. */
const watchers: ReadonlySet<string> = new Set(['kube-controller-manager', 'kube-scheduler', 'kubelet'])

const delay = 5_000

function ProcessFaults({ part }: { readonly part: string }) {
  const { t } = useTranslation('menu')
  const faults = useCluster(({ world }) => world.faults)
  const on = faults.filter(({ order }) => 'part' in order && order.part === part)
  const make = (order: FaultOrder) => () => makeFault(order)
  return (
    <>
      {on.map(({ id, since, order }) => (
        <FaultItem key={id} text={t(`fault.${faultKey(order)}`, faultParams(order))} since={since} onSwitch={() => healFault(id, order)} />
      ))}
      <SubMenu text={t('crash')}>
        <Item text={t('crashBefore')} onSelect={make({ type: 'crash', part, write: 1, when: 'before' })} />
        <Item text={t('crashAfter')} onSelect={make({ type: 'crash', part, write: 1, when: 'after' })} />
      </SubMenu>
      <SubMenu text={t('watch')}>
        <Item text={t('watchDrop')} onSelect={make({ type: 'watch', part, mode: 'drop' })} />
        <Item text={t('watchDelay', { count: delay / 1_000 })} onSelect={make({ type: 'watch', part, mode: 'delay', milliseconds: delay })} />
        <Item text={t('watchReorder')} onSelect={make({ type: 'watch', part, mode: 'reorder' })} />
      </SubMenu>
    </>
  )
}
