/** Two ways to a further node: a machine that joins by itself, and a Node that is only an object. */
import { useTranslation } from 'react-i18next'
import { useCluster } from '../store.ts'
import { addMachine, addNodeObject } from './add-node.ts'
import { Column, Item } from './items.tsx'

export function NewNodeItems() {
  const { t } = useTranslation('menu')
  const nodes = useCluster(({ world }) => world.byResource.get('nodes')) ?? []
  return (
    <>
      <Item text={t('plugIn')} onSelect={addMachine} />
      <Item text={t('objectOnly')} hint="create" onSelect={() => addNodeObject(nodes.map(({ name }) => name))} />
    </>
  )
}

export function NewNodeMenu() {
  const { t } = useTranslation('menu')
  return (
    <Column title={t('newNode')}>
      <NewNodeItems />
    </Column>
  )
}
