/** Space plays and pauses, a dot steps on and a comma back, Ctrl Z undoes, Escape stops a search or closes, Ctrl Enter applies the open file; never while a person types. */
import { useEffect } from 'react'
import { applyFile, useFiles } from '../editor/files.ts'
import { giveUp, select, useCluster } from '../store.ts'
import { stepBack, stepOn, undo } from '../timeline/time-actions.ts'

const typing = 'input, textarea, select, [contenteditable="true"], [role="textbox"], .monaco-editor'

export function useHotkeys(): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const { target } = event
      if (event.defaultPrevented || event.altKey) return
      if (target instanceof Element && target.closest(typing)) return
      const { door, playing, speed, crash, boot } = useCluster.getState()
      if (event.ctrlKey || event.metaKey) {
        if (event.key === 'Enter' && boot && !crash) void applyFile(useFiles.getState().open)
        if (event.key === 'z' && !event.shiftKey && boot && !crash) {
          event.preventDefault()
          void undo()
        }
        return
      }
      if (event.key === 'Escape') return useCluster.getState().working.looking ? giveUp('looking') : select(null)
      if (!door || crash) return
      const onButton = target instanceof Element && target.closest('button, a, [role="menuitem"]') !== null
      if (event.key === ' ' && !onButton) void (playing ? door.pause() : door.play(speed))
      else if (event.key === '.') void stepOn()
      else if (event.key === ',') void stepBack()
      else return
      event.preventDefault()
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [])
}
