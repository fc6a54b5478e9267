/**
 * The page's keys, which Help lists. None of them while a person types, but for Ctrl K, which opens and closes the search
 * from wherever one is.
 */
import { useEffect } from 'react'
import { applyFile, useFiles } from '../editor/files.ts'
import { fitPicture } from '../scene/camera.ts'
import { selectedRow, walk } from '../scene/walk.ts'
import { closeSearch, openSearch, useSearch } from '../search/open-search.ts'
import { giveUp, select, useCluster } from '../store.ts'
import { playOrPause, stepBack, stepOn, undo } from '../timeline/time-actions.ts'

type Acts = { readonly [key: string]: () => unknown }

const timeActs: Acts = { ' ': playOrPause, '.': stepOn, ',': stepBack }
const controlActs: Acts = { z: undo, Enter: () => applyFile(useFiles.getState().open) }
const pictureActs: Acts = { f: fitPicture, F: fitPicture }
const signActs: Acts = { '/': () => openSearch(), '[': () => walk('parent'), ']': () => walk('child') }
const previous = () => walk('previous')
const next = () => walk('next')
const arrowActs: Acts = { ArrowLeft: previous, ArrowUp: previous, ArrowRight: next, ArrowDown: next }

const typing = 'input, textarea, select, [contenteditable="true"], [role="textbox"], .monaco-editor'
const buttons = 'button, a, [role="menuitem"]'
/** They go by letters themselves; and what is moved, chosen or scrolled by arrows. */
const lettered = '[role="menu"]'
const arrowed = '[role="menu"], [role="slider"], [role="tab"], [role="radio"], [role="treegrid"], [role="separator"], [role="tabpanel"], [role="log"], [role="dialog"], pre'

export function useHotkeys(): void {
  useEffect(() => {
    window.addEventListener('keydown', onSearchKey, { capture: true })
    window.addEventListener('keydown', onKey)
    return () => {
      window.removeEventListener('keydown', onSearchKey, { capture: true })
      window.removeEventListener('keydown', onKey)
    }
  }, [])
}

/** A dialog that wants an answer first. */
const isAsked = (): boolean => document.querySelector('.dialog-scrim') !== null

/** Heard before anyone else: to Monaco Ctrl K is the first of two keys. */
function onSearchKey(event: KeyboardEvent): void {
  if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return
  event.preventDefault()
  event.stopPropagation()
  if (useSearch.getState().open) closeSearch()
  else if (!isAsked()) openSearch()
}

function onKey(event: KeyboardEvent): void {
  if (event.defaultPrevented || isIn(event, typing)) return
  if (event.key === 'Escape') return useCluster.getState().working.looking ? giveUp('looking') : select(null)
  const act = isAsked() ? undefined : actOf(event)
  if (!act) return
  event.preventDefault()
  void act()
}

const isIn = ({ target }: KeyboardEvent, what: string): boolean => target instanceof Element && target.closest(what) !== null

function actOf(event: KeyboardEvent): (() => unknown) | undefined {
  const { key } = event
  if (key in signActs && isSign(event)) return isIn(event, lettered) ? undefined : signActs[key]
  const { boot, crash } = useCluster.getState()
  const isRunning = boot !== null && crash === null
  if (event.altKey) return undefined
  if (event.ctrlKey || event.metaKey) return isRunning && !event.shiftKey ? controlActs[key] : undefined
  if (key in pictureActs) return isIn(event, lettered) ? undefined : pictureActs[key]
  if (key in arrowActs) return isIn(event, arrowed) || !selectedRow() ? undefined : arrowActs[key]
  return !isRunning || (key === ' ' && isIn(event, buttons)) ? undefined : timeActs[key]
}

/** On some keyboards they are typed with a key that counts as Alt, or as Control and Alt. */
const isSign = (event: KeyboardEvent): boolean => !event.metaKey && (!event.ctrlKey || event.getModifierState('AltGraph'))
