/**
 * What can be done with the whole page, in the order in which it is suggested. Each is what a button elsewhere does, in
 * the words of that button, and is there only while the button would do something.
 */
import type { TFunction } from 'i18next'
import { Bookmark, BookmarkX, Boxes, Download, FastForward, FilePlus, HeartPulse, Languages, Link2, ListChecks, Maximize, Pause, Play, RotateCcw, Server, StepBack, StepForward, SunMoon, Undo2, type LucideIcon } from 'lucide-react'
import { clockText } from '../../view/format.ts'
import { troublesOf } from '../../view/trouble.ts'
import { rowsOf } from '../../view/world.ts'
import { copyLink, downloadObjects, downloadSession } from '../clusters/actions.ts'
import { addFile, applyFile, useFiles } from '../editor/files.ts'
import { heal } from '../menu/acts.ts'
import { addMachine, addNodeObject } from '../menu/add-node.ts'
import { switchLanguage, switchTheme } from '../preferences.ts'
import { fitPicture } from '../scene/camera.ts'
import { speeds } from '../shell/speeds.ts'
import { showFirstSteps, useCluster, useView } from '../store.ts'
import { goToHead, isMarked, play, playOn, playOrPause, stepBack, stepOn, toggleBookmark, undo } from '../timeline/time-actions.ts'
import { askReset } from './open-search.ts'

export interface Action {
  readonly id: string
  readonly Icon: LucideIcon
  readonly text: (t: TFunction) => string
  /** What it is done to, beside its name. */
  readonly hint?: string
  readonly keys?: string
  readonly act: () => unknown
}

export function pageActions(): readonly Action[] {
  const { boot, crash } = useCluster.getState()
  const isRunning = boot !== null && crash === null
  return [...(isRunning ? [...fileActions(), ...timeActions()] : []), ...pictureActions(), ...(isRunning ? [...clusterActions(), ...speedActions()] : []), ...lookActions]
}

function fileActions(): readonly Action[] {
  const { open, applying } = useFiles.getState()
  return applying ? [] : [{ id: 'apply', Icon: Play, text: (t) => t('editor.apply'), hint: open, keys: 'Ctrl ↵', act: () => applyFile(open) }]
}

function timeActions(): readonly Action[] {
  const { playing, rewound, head } = useCluster.getState()
  const isKept = isMarked(useView.getState().bookmarks, useCluster.getState())
  return [
    { id: 'play', Icon: playing ? Pause : Play, text: (t) => t(playing ? 'transport.pause' : 'transport.play'), keys: 'Space', act: playOrPause },
    { id: 'step', Icon: StepForward, text: (t) => t('transport.step'), keys: '.', act: stepOn },
    { id: 'back', Icon: StepBack, text: (t) => t('time:previous'), keys: ',', act: stepBack },
    { id: 'undo', Icon: Undo2, text: (t) => t('time:undo'), keys: 'Ctrl Z', act: undo },
    ...(rewound ? rewoundActions(head) : []),
    { id: 'bookmark', Icon: isKept ? BookmarkX : Bookmark, text: (t) => t(isKept ? 'time:unbookmark' : 'time:bookmark'), act: toggleBookmark },
  ]
}

function speedActions(): readonly Action[] {
  const { speed } = useCluster.getState()
  const others = speeds.filter(({ value }) => value !== speed)
  return others.map(({ value, label }) => ({ id: `speed ${value}`, Icon: FastForward, text: (t) => `${t('transport.speed')} ${label ?? t('transport.max')}`, act: () => play(value) }))
}

const rewoundActions = (head: number): readonly Action[] => [
  { id: 'head', Icon: StepForward, text: (t) => t('time:back', { head: clockText(head) }), act: goToHead },
  { id: 'fork', Icon: Play, text: (t) => t('time:playOn'), act: playOn },
]

const pictureActions = (): readonly Action[] => [
  { id: 'fit', Icon: Maximize, text: (t) => t('search:fit'), keys: 'F', act: fitPicture },
  { id: 'steps', Icon: ListChecks, text: (t) => t('help.firstSteps'), act: showFirstSteps },
]

function clusterActions(): readonly Action[] {
  const { world } = useCluster.getState()
  const troubles = troublesOf(world.stopped, world.faults)
  const nodes = rowsOf(world, 'nodes').map(({ name }) => name)
  const healing: Action = { id: 'heal', Icon: HeartPulse, text: (t) => t('menu:healAll'), act: () => troubles.forEach(heal) }
  return [
    ...(troubles.length > 0 ? [healing] : []),
    { id: 'machine', Icon: Server, text: (t) => `${t('scene:newNode')}: ${t('menu:plugIn')}`, act: addMachine },
    { id: 'paper', Icon: Server, text: (t) => `${t('scene:newNode')}: ${t('menu:objectOnly')}`, act: () => addNodeObject(nodes) },
    { id: 'file', Icon: FilePlus, text: (t) => t('files.new'), act: newFile },
    { id: 'link', Icon: Link2, text: (t) => t('time:clusters.link'), act: copyLink },
    { id: 'session', Icon: Download, text: (t) => t('time:clusters.export'), act: downloadSession },
    { id: 'objects', Icon: Boxes, text: (t) => t('time:clusters.objects'), act: downloadObjects },
    { id: 'reset', Icon: RotateCcw, text: (t) => t('help.reset'), act: () => askReset(true) },
  ]
}

function newFile(): void {
  addFile()
  useView.setState({ narrowTab: 'editor' })
}

const lookActions: readonly Action[] = [
  { id: 'theme', Icon: SunMoon, text: (t) => t('search:theme'), act: switchTheme },
  { id: 'language', Icon: Languages, text: (t) => t('search:language'), act: switchLanguage },
]
