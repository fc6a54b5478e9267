/** To the right while two moments, of one branch or of two, are compared: what was born, what is gone, and what changed, field by field. */
import { X } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { clockText } from '../../view/format.ts'
import { partsOfKey } from '../../view/world.ts'
import type { ChangedObject, Difference as Answer, Mark, ObjectKey } from '../../worker/protocol.ts'
import { select, useCluster, useView } from '../store.ts'
import { useBranchName } from './branch-name.ts'
import './difference.css'

export function Difference({ compared: [a, b] }: { readonly compared: readonly Mark[] }) {
  const { t } = useTranslation('time')
  const answer = useDifference(a, b)
  const isAcross = a !== undefined && b !== undefined && a.branch !== b.branch
  const nameOf = useMarkName(isAcross || !b)
  const title = a && b ? `A ${nameOf(a)} → B ${nameOf(b)}` : t('difference.title')
  return (
    <section className="difference" aria-label={t('difference.title')}>
      <header>
        <h2>{title}</h2>
        <button className="button icon quiet" aria-label={t('difference.close')} onClick={() => useView.setState({ compared: null })}>
          <X size={16} />
        </button>
      </header>
      {!a && <p>{t('difference.pickA')}</p>}
      {a && !b && <p>{t('difference.pickB', { a: nameOf(a) })}</p>}
      {answer && <Found answer={answer} words={isAcross ? 'difference.across' : 'difference'} />}
    </section>
  )
}

/** The time, and on which branch where there are several and it is not the same for both. */
function useMarkName(withBranch: boolean): (mark: Mark) => string {
  const branches = useCluster((state) => state.branches)
  const branchName = useBranchName()
  return ({ branch: id, at }) => {
    const branch = branches.find((known) => known.id === id)
    return withBranch && branch && branches.length > 1 ? `${branchName(branch)} ${clockText(at)}` : clockText(at)
  }
}

/** On one branch objects are born, change and go; of two branches one has what the other has not. */
type Words = 'difference' | 'difference.across'

function Found({ answer: { born, gone, changed, counts }, words }: { readonly answer: Answer; readonly words: Words }) {
  const { t } = useTranslation('time')
  if (counts.born + counts.gone + counts.changed === 0) return <p>{t(`${words}.none`)}</p>
  return (
    <>
      <p role="status">{t(`${words}.counts`, counts)}</p>
      <Objects sort="born" title={t(`${words}.born`)} objects={born} all={counts.born} />
      <Objects sort="gone" title={t(`${words}.gone`)} objects={gone} all={counts.gone} />
      {changed.length > 0 && (
        <>
          <h3>{t(`${words}.changed`)}</h3>
          <ul>
            {changed.map((object) => (
              <Changed key={object.object} changed={object} />
            ))}
          </ul>
          <More count={counts.changed - changed.length} />
        </>
      )}
    </>
  )
}

interface ObjectsProps {
  readonly sort: 'born' | 'gone'
  readonly title: string
  readonly objects: readonly ObjectKey[]
  readonly all: number
}

function Objects({ sort, title, objects, all }: ObjectsProps) {
  if (objects.length === 0) return null
  return (
    <>
      <h3>{title}</h3>
      <ul className={sort}>
        {objects.map((object) => (
          <li key={object}>
            <Name object={object} />
          </li>
        ))}
      </ul>
      <More count={all - objects.length} />
    </>
  )
}

function More({ count }: { readonly count: number }) {
  const { t } = useTranslation('time')
  return count > 0 ? <p>{t('difference.more', { count })}</p> : null
}

function Changed({ changed: { object, fields, more } }: { readonly changed: ChangedObject }) {
  const { t } = useTranslation('time')
  return (
    <li>
      <Name object={object} />
      <dl>
        {fields.map(({ path, before, after }) => (
          <div key={path}>
            <dt>{path}</dt>
            <dd>
              <del>{before || t('difference.nothing')}</del> → <ins>{after || t('difference.nothing')}</ins>
            </dd>
          </div>
        ))}
      </dl>
      <More count={more} />
    </li>
  )
}

/** Kind and name; a way to it where it is there at this moment. */
function Name({ object }: { readonly object: ObjectKey }) {
  const { resource, name } = partsOfKey(object)
  const kind = useCluster(({ boot }) => boot?.kinds.find((known) => known.resource === resource)?.kind ?? resource)
  const exists = useCluster(({ world }) => world.byKey.has(object))
  return (
    <>
      {kind}{' '}
      {exists ? (
        <button className="object-link" onClick={() => select(object)}>
          {name}
        </button>
      ) : (
        <span>{name}</span>
      )}
    </>
  )
}

function useDifference(a: Mark | undefined, b: Mark | undefined): Answer | null {
  const [answer, setAnswer] = useState<Answer | null>(null)
  useEffect(() => {
    let isGone = false
    setAnswer(null)
    const { door } = useCluster.getState()
    if (a && b && door) door.difference(a, b).then((found) => isGone || setAnswer(found), () => undefined)
    return () => {
      isGone = true
    }
  }, [a, b])
  return answer
}
