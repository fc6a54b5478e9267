/** The picture's twin for keyboard and screen reader: every object by kind, nodes with their pods; Enter opens one. */
import { useId, useMemo, useState, type KeyboardEvent, type MouseEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { tailOf } from '../../view/format.ts'
import type { Row, World } from '../../view/world.ts'
import { hasMenu, openMenu } from '../menu/open-menu.ts'
import { select, useCluster, useView } from '../store.ts'

interface TreeRow {
  readonly row: Row
  readonly level: 1 | 2
}

/** Rows in the tree; the rest is found by search. */
const treeLimit = 300

const kindsInOrder = ['ingresses.networking.k8s.io', 'services', 'deployments.apps', 'replicasets.apps', 'statefulsets.apps', 'daemonsets.apps', 'jobs.batch', 'namespaces']

function treeOf({ byResource, byNode }: Pick<World, 'byResource' | 'byNode'>): readonly TreeRow[] {
  const rowsOf = (resource: string) => byResource.get(resource) ?? []
  const nodes = rowsOf('nodes').flatMap((row): TreeRow[] => [{ row, level: 1 }, ...(byNode.get(row.name) ?? []).map((pod): TreeRow => ({ row: pod, level: 2 }))])
  const waiting = (byNode.get('') ?? []).map((row): TreeRow => ({ row, level: 1 }))
  const others = kindsInOrder.flatMap((resource) => rowsOf(resource).map((row): TreeRow => ({ row, level: 1 })))
  return [...waiting, ...nodes, ...others].slice(0, treeLimit)
}

const isMenuKey = ({ key, shiftKey }: KeyboardEvent): boolean => key === 'ContextMenu' || (key === 'F10' && shiftKey)

export function ObjectTree() {
  const { t } = useTranslation('scene')
  const byResource = useCluster(({ world }) => world.byResource)
  const byNode = useCluster(({ world }) => world.byNode)
  const selection = useView((state) => state.selection)
  const tree = useMemo(() => treeOf({ byResource, byNode }), [byResource, byNode])
  const [at, setAt] = useState(0)
  const id = useId()
  const active = Math.min(at, tree.length - 1)

  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const moves: { readonly [key: string]: number } = { ArrowDown: active + 1, ArrowUp: active - 1, Home: 0, End: tree.length - 1 }
    const next = moves[event.key]
    const chosen = tree[active]
    if (next !== undefined) setAt(Math.max(0, Math.min(tree.length - 1, next)))
    else if ((event.key === 'Enter' || event.key === ' ') && chosen) select(chosen.row.key)
    else if (isMenuKey(event) && chosen && hasMenu(chosen.row.key)) openMenu({ type: 'object', key: chosen.row.key }, event.currentTarget)
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  const onClick = (event: MouseEvent) => {
    const key = event.target instanceof Element ? event.target.closest('[data-object]')?.getAttribute('data-object') : null
    if (key) select(key)
  }
  return (
    <div role="treegrid" tabIndex={0} className="object-tree" aria-label={t('tree.label')} aria-activedescendant={active >= 0 ? `${id}${active}` : undefined} onKeyDown={onKeyDown} onClick={onClick}>
      {tree.map(({ row, level }, i) => (
        <div key={row.id} id={`${id}${i}`} role="row" aria-level={level} aria-selected={row.key === selection} className={i === active ? 'active' : ''} data-object={row.key}>
          <span role="gridcell" title={row.name}>
            {row.resource === 'pods' ? `${row.app || row.namespace} ${tailOf(row.name)}` : row.name}
          </span>
          <span role="gridcell" className="faint">
            {row.resource.split('.')[0]}
          </span>
          <span role="gridcell">{row.phase}</span>
        </div>
      ))}
    </div>
  )
}
