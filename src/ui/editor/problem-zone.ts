/**
 * A gap in Monaco's text under the first problem's line, and above it an overlay into which the notice is drawn: what
 * stands in the gap itself would be hidden from assistive technology and could not be pressed.
 */
import type { RefObject } from 'react'
import { useEffect, useState } from 'react'
import type { FileState } from './files.ts'
import { monaco } from './monaco.ts'

export interface ProblemZone {
  readonly element: HTMLElement
  readonly problem: FileState['problems'][number]
  /** Tells how high the notice is, in pixels. */
  readonly onHeight: (height: number) => void
}

type Editor = monaco.editor.IStandaloneCodeEditor

const firstHeight = 90

export function useProblemZone(editor: RefObject<Editor | null>, file: FileState | undefined): ProblemZone | null {
  const [zone, setZone] = useState<ProblemZone | null>(null)
  const problem = file?.problems[0]
  useEffect(() => {
    const current = editor.current
    if (!problem || !current) return undefined
    const { element, onHeight, remove } = openZone(current, problem)
    setZone({ element, problem, onHeight })
    return () => {
      remove()
      setZone(null)
    }
  }, [editor, problem])
  return zone
}

function openZone(editor: Editor, problem: ProblemZone['problem']) {
  const element = document.createElement('div')
  element.className = 'problem-zone'
  const place = () => {
    const { contentLeft, contentWidth } = editor.getLayoutInfo()
    Object.assign(element.style, { left: `${contentLeft}px`, width: `${contentWidth}px` })
  }
  const widget: monaco.editor.IOverlayWidget = { getId: () => 'problem', getDomNode: () => element, getPosition: () => null }
  const gap: monaco.editor.IViewZone = {
    afterLineNumber: problem.endLine,
    heightInPx: firstHeight,
    domNode: document.createElement('div'),
    onDomNodeTop: (top) => void (element.style.top = `${top}px`),
  }
  let id = ''
  editor.addOverlayWidget(widget)
  editor.changeViewZones((accessor) => void (id = accessor.addZone(gap)))
  const range = new monaco.Range(problem.line, 1, problem.endLine, 1)
  const marks = editor.createDecorationsCollection([{ range, options: { isWholeLine: true, className: 'problem-line' } }])
  const resized = editor.onDidLayoutChange(place)
  place()
  editor.revealLinesInCenterIfOutsideViewport(problem.line, Math.min(problem.endLine + 4, editor.getModel()?.getLineCount() ?? problem.endLine))
  return {
    element,
    onHeight: (height: number) => {
      if (gap.heightInPx === height) return
      gap.heightInPx = height
      editor.changeViewZones((accessor) => accessor.layoutZone(id))
    },
    remove: () => {
      resized.dispose()
      marks.clear()
      editor.removeOverlayWidget(widget)
      editor.changeViewZones((accessor) => accessor.removeZone(id))
    },
  }
}
