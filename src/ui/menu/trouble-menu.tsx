/** All trouble that lasts, in one list: each is healed by choosing it, or all at once. */
import { DropdownMenu } from 'radix-ui'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { troublesOf, type Trouble } from '../../view/trouble.ts'
import { useCluster } from '../store.ts'
import { faultKey, faultParams, heal } from './acts.ts'
import { Column, FaultItem, Item } from './items.tsx'

export function TroubleMenu() {
  const { t } = useTranslation('menu')
  const stopped = useCluster(({ world }) => world.stopped)
  const faults = useCluster(({ world }) => world.faults)
  const troubles = useMemo(() => troublesOf(stopped, faults), [stopped, faults])
  const textOf = (trouble: Trouble): string => {
    if (trouble.type === 'fault') return t(`trouble.${faultKey(trouble.order)}`, faultParams(trouble.order))
    const [type = '', node] = trouble.part.split('/')
    if (node === undefined) return t('trouble.stopped', { part: type })
    return type === 'node' ? t('trouble.off', { node }) : t('trouble.stopped', { part: t('onNode', { part: type, node }) })
  }
  return (
    <Column title={t('on')}>
      {troubles.map((trouble) => (
        <FaultItem key={trouble.key} text={textOf(trouble)} since={trouble.since} onSwitch={() => heal(trouble)} />
      ))}
      <DropdownMenu.Separator className="menu-line" />
      <Item text={t('healAll')} disabled={troubles.length === 0} onSelect={() => troubles.forEach(heal)} />
    </Column>
  )
}
