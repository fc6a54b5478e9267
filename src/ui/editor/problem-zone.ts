/** A gap in Monaco's text under the first problem's line, into which the notice is drawn. */
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

const firstHeight = 90

export function useProblemZone(editor: RefObject<monaco.editor.IStandaloneCodeEditor | null>, file: FileState | undefined): ProblemZone | null {
  const [zone, setZone] = useState<ProblemZone | null>(null)
  const problem = file?.problems[0]
  useEffect(() => {
    const current = editor.current
    if (!problem || !current) return undefined
    const element = document.createElement('div')
    element.className = 'problem-zone'
    const viewZone: monaco.editor.IViewZone = { afterLineNumber: problem.endLine, heightInPx: firstHeight, domNode: element, suppressMouseDown: false }
    let id = ''
    current.changeViewZones((accessor) => {
      id = accessor.addZone(viewZone)
    })
    const marks = current.createDecorationsCollection([
      { range: new monaco.Range(problem.line, 1, problem.endLine, 1), options: { isWholeLine: true, className: 'problem-line' } },
    ])
    current.revealLinesInCenterIfOutsideViewport(problem.line, Math.min(problem.endLine + 4, current.getModel()?.getLineCount() ?? problem.endLine))
    const onHeight = (height: number) => {
      if (viewZone.heightInPx === height) return
      viewZone.heightInPx = height
      current.changeViewZones((accessor) => accessor.layoutZone(id))
    }
    setZone({ element, problem, onHeight })
    return () => {
      marks.clear()
      current.changeViewZones((accessor) => accessor.removeZone(id))
      setZone(null)
    }
  }, [editor, problem])
  return zone
}
