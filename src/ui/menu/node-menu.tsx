/** The menu of a node: faults of its machine, processes and links, and what its operator does to it. */
import { useTranslation } from 'react-i18next'
import { hasMachine, isCordoned, nodeState } from '../../view/node-state.ts'
import { booting, linkFaultsOf, type LinkFault } from '../../view/trouble.ts'
import type { Row } from '../../view/world.ts'
import type { FaultOrder } from '../../worker/protocol.ts'
import { askWhy, useCluster } from '../store.ts'
import { copyText, faultKey, faultParams, healFault, makeFault, run, startPart, switchPart } from './acts.ts'
import { Column, Columns, FaultItem, Item, SubMenu } from './items.tsx'
import { NewNodeItems } from './new-node-menu.tsx'

export function NodeMenu({ node }: { readonly node: Row }) {
  return (
    <Columns>
      <Faults node={node} />
      <Operations node={node} />
    </Columns>
  )
}

const processes = ['kubelet', 'kube-proxy']

function Faults({ node }: { readonly node: Row }) {
  const { name } = node
  const { t } = useTranslation('menu')
  const stopped = useCluster(({ world }) => world.stopped)
  const machine = `node/${name}`
  const off = stopped.get(machine)
  const isPaper = !hasMachine(node)
  return (
    <Column title={t('faults')}>
      <FaultItem text={t('powerOff')} since={off} disabled={isPaper} onSwitch={(on) => switchPart(machine, on)} />
      {processes.map((type) => {
        const part = `${type}/${name}`
        const since = off === undefined ? stopped.get(part) : undefined
        return <FaultItem key={type} text={t('stopProcess', { name: type })} since={since === booting ? undefined : since} disabled={off !== undefined || since === booting || isPaper} onSwitch={(on) => switchPart(part, on)} />
      })}
      <LinkFaults end={name} disabled={isPaper} />
    </Column>
  )
}

const delays = [100, 500, 2_000]
const losses = [5, 20, 50]

/** Faults that are on stand first, to be healed; then what may be added. */
function LinkFaults({ end, disabled }: { readonly end: string; readonly disabled: boolean }) {
  const { t } = useTranslation('menu')
  const faults = useCluster(({ world }) => world.faults)
  const on = linkFaultsOf(faults, end)
  const sinceOf = ({ id }: LinkFault) => faults.find((fault) => fault.id === id)?.since
  const ends = useEnds(end)
  const offered = (to: string): string | undefined => (to === '' ? undefined : to)
  const make = (order: FaultOrder) => () => makeFault(order)
  return (
    <>
      {on.map((fault) => (
        <FaultItem key={fault.id} text={t(`fault.${faultKey(fault.order)}`, faultParams(fault.order))} since={sinceOf(fault)} onSwitch={() => healFault(fault.id, fault.order)} />
      ))}
      <SubMenu text={t('cutOff')} disabled={disabled}>
        {ends.map((to) => (
          <Item key={to} text={to === '' ? t('everything') : t('end', { name: to })} onSelect={make({ type: 'partition', a: end, ...withEnd(offered(to)) })} />
        ))}
      </SubMenu>
      <SubMenu text={t('slowLink')} disabled={disabled}>
        {delays.map((milliseconds) => (
          <Item key={milliseconds} text={t('milliseconds', { count: milliseconds })} onSelect={make({ type: 'slow', a: end, milliseconds })} />
        ))}
      </SubMenu>
      <SubMenu text={t('losePackets')} disabled={disabled}>
        {losses.map((percent) => (
          <Item key={percent} text={t('percent', { percent })} onSelect={make({ type: 'loss', a: end, percent })} />
        ))}
      </SubMenu>
    </>
  )
}

const withEnd = (b: string | undefined) => (b === undefined ? {} : { b })

/** Everything, the control plane, the Internet, and the other nodes. */
function useEnds(end: string): readonly string[] {
  const nodes = useCluster(({ world }) => world.byResource.get('nodes')) ?? []
  return ['', 'control-plane', 'internet', ...nodes.map(({ name }) => name).filter((name) => name !== end)]
}

function Operations({ node }: { readonly node: Row }) {
  const { t } = useTranslation('menu')
  const { name } = node
  const isOff = useCluster(({ world }) => world.stopped.has(`node/${name}`))
  const cordoned = isCordoned(node)
  const state = nodeState(node)
  return (
    <Column title={t('operations')}>
      <Item text={t('startNode')} disabled={!isOff} onSelect={() => startPart(`node/${name}`)} />
      <Item text={t(cordoned ? 'uncordon' : 'cordon')} hint={cordoned ? 'uncordon' : 'cordon'} onSelect={() => run(cordoned ? 'uncordon' : 'cordon', name)} />
      <Item text={t('drain')} hint="drain" onSelect={() => run('drain', name, '--ignore-daemonsets')} />
      <Item text={t('deleteNode')} hint="delete" onSelect={() => run('delete', 'node', name)} />
      <Item text={t(state === 'ready' ? 'whyNode' : 'whyNotReady')} onSelect={() => askWhy(node.key)} />
      <SubMenu text={t('addNode')}>
        <NewNodeItems />
      </SubMenu>
      <Item text={t('copyCommand')} onSelect={() => copyText(`kubectl describe node ${name}`)} />
    </Column>
  )
}
