/** The search: a line to type in, and below it what fits, to be gone through and chosen with keys or the pointer. */
import { Command } from 'cmdk'
import i18next from 'i18next'
import { AlertDialog, Dialog } from 'radix-ui'
import { useEffect, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { selectedRow } from '../scene/walk.ts'
import { ResetQuestion } from '../shell/reset.tsx'
import { find } from './collect.ts'
import type { Entry } from './entry.ts'
import { EntryLine } from './entry-line.tsx'
import { askReset, closeSearch, remember, useSearch } from './open-search.ts'
import type { Group, Ranked } from './rank.ts'
import './texts.ts'
import './search.css'

export function Search() {
  const { t } = useTranslation()
  const open = useSearch((state) => state.open)
  const opener = useSearch((state) => state.opener)
  const asksReset = useSearch((state) => state.asksReset)
  const chosen = useRef<Entry | null>(null)
  const choose = (entry: Entry) => {
    chosen.current = entry
    remember(entry.id)
    closeSearch()
  }
  /** Only now is the focus free to go where the choice leads. */
  const goOn = (event: Event) => {
    event.preventDefault()
    opener?.focus()
    void chosen.current?.act()
    chosen.current = null
  }
  return (
    <>
      <Dialog.Root open={open} onOpenChange={(isOpen) => isOpen || closeSearch()}>
        <Dialog.Portal>
          <Dialog.Overlay className="search-scrim" />
          <Dialog.Content className="search" aria-describedby={undefined} onCloseAutoFocus={goOn}>
            <Dialog.Title className="visually-hidden">{t('search')}</Dialog.Title>
            <Finder onChoose={choose} />
          </Dialog.Content>
        </Dialog.Portal>
      </Dialog.Root>
      <AlertDialog.Root open={asksReset} onOpenChange={askReset}>
        <ResetQuestion />
      </AlertDialog.Root>
    </>
  )
}

function Finder({ onChoose }: { readonly onChoose: (entry: Entry) => void }) {
  const { t } = useTranslation('search')
  const [query, setQuery] = useState('')
  const ranked = useMemo(() => find(query, i18next.t, i18next.getFixedT('en')), [query])
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const frame = requestAnimationFrame(() => nameChosen(box.current))
    return () => cancelAnimationFrame(frame)
  }, [ranked])
  const count = ranked.reduce((sum, { found, more }) => sum + found.length + more, 0)
  return (
    <Command ref={box} label={t('shell:search')} shouldFilter={false} vimBindings={false} loop>
      <Command.Input className="search-input" value={query} onValueChange={setQuery} placeholder={t('placeholder')} />
      <Command.List className="search-list" label={t('results')}>
        <Command.Empty className="search-none">
          <b>{t('none', { query })}</b>
          <span>{t('noneHint')}</span>
        </Command.Empty>
        {ranked.map((each) => (
          <Results key={each.group} ranked={each} query={query} onChoose={onChoose} />
        ))}
      </Command.List>
      <p className="visually-hidden" role="status">
        {t('count', { count })}
      </p>
      <p className="search-keys" aria-hidden>
        <kbd>↑↓</kbd> {t('keys.choose')} <kbd>↵</kbd> {t('keys.open')} <kbd>Esc</kbd> {t('keys.close')}
      </p>
    </Command>
  )
}

/** cmdk tells a screen reader of the chosen entry only when arrows choose another, not when other entries come. */
function nameChosen(box: HTMLElement | null): void {
  const id = box?.querySelector('[role="option"][aria-selected="true"]')?.id
  const input = box?.querySelector('[role="combobox"]')
  if (id) input?.setAttribute('aria-activedescendant', id)
  else input?.removeAttribute('aria-activedescendant')
}

interface ResultsProps {
  readonly ranked: Ranked<Entry>
  readonly query: string
  readonly onChoose: (entry: Entry) => void
}

function Results({ ranked: { group, found, more }, query, onChoose }: ResultsProps) {
  const { t } = useTranslation('search')
  return (
    <Command.Group heading={headingOf(group)}>
      {found.map((entry) => (
        <Command.Item key={entry.id} value={entry.id} className="search-entry" onSelect={() => onChoose(entry)}>
          <EntryLine entry={entry} query={query} />
        </Command.Item>
      ))}
      {more > 0 && <p className="search-more">{t('more', { count: more })}</p>}
    </Command.Group>
  )

  function headingOf(of: Group): string {
    return t(`groups.${of}`, { name: selectedRow()?.name ?? '' })
  }
}
