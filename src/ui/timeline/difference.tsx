/** To the right while two moments are compared: what was born between them, what is gone, and what changed, field by field. */
import { X } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { clockText } from '../../view/format.ts'
import { partsOfKey } from '../../view/world.ts'
import type { ChangedObject, Difference as Answer, ObjectKey } from '../../worker/protocol.ts'
import { select, useCluster, useView } from '../store.ts'
import './difference.css'

export function Difference({ compared: [a, b] }: { readonly compared: readonly [number, number] }) {
  const { t } = useTranslation('time')
  const answer = useDifference(a, b)
  const title = a >= 0 && b >= 0 ? `A ${clockText(a)} → B ${clockText(b)}` : t('difference.title')
  return (
    <section className="difference" aria-label={t('difference.title')}>
      <header>
        <h2>{title}</h2>
        <button className="button icon quiet" aria-label={t('difference.close')} onClick={() => useView.setState({ compared: null })}>
          <X size={16} />
        </button>
      </header>
      {a < 0 && <p>{t('difference.pickA')}</p>}
      {a >= 0 && b < 0 && <p>{t('difference.pickB', { a: clockText(a) })}</p>}
      {answer && <Found answer={answer} />}
    </section>
  )
}

function Found({ answer: { born, gone, changed, counts } }: { readonly answer: Answer }) {
  const { t } = useTranslation('time')
  if (counts.born + counts.gone + counts.changed === 0) return <p>{t('difference.none')}</p>
  return (
    <>
      <p role="status">{t('difference.counts', counts)}</p>
      <Objects sort="born" objects={born} all={counts.born} />
      <Objects sort="gone" objects={gone} all={counts.gone} />
      {changed.length > 0 && (
        <>
          <h3>{t('difference.changed')}</h3>
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

function Objects({ sort, objects, all }: { readonly sort: 'born' | 'gone'; readonly objects: readonly ObjectKey[]; readonly all: number }) {
  const { t } = useTranslation('time')
  if (objects.length === 0) return null
  return (
    <>
      <h3>{t(`difference.${sort}`)}</h3>
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

function useDifference(a: number, b: number): Answer | null {
  const [answer, setAnswer] = useState<Answer | null>(null)
  useEffect(() => {
    let isGone = false
    setAnswer(null)
    const { door } = useCluster.getState()
    if (a >= 0 && b >= 0 && door) door.difference(a / 1_000, b / 1_000).then((found) => isGone || setAnswer(found), () => undefined)
    return () => {
      isGone = true
    }
  }, [a, b])
  return answer
}
