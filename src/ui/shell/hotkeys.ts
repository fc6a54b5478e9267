/** Space plays and pauses, a dot steps, Escape closes; never while a person types. */
import { useEffect } from 'react'
import { select, useCluster } from '../store.ts'

const typing = 'input, textarea, select, [contenteditable="true"], [role="textbox"], .monaco-editor'

export function useHotkeys(): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const { target } = event
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return
      if (target instanceof Element && target.closest(typing)) return
      const { door, playing, speed, crash } = useCluster.getState()
      if (event.key === 'Escape') return select(null)
      if (!door || crash) return
      const onButton = target instanceof Element && target.closest('button, a, [role="menuitem"]') !== null
      if (event.key === ' ' && !onButton) void (playing ? door.pause() : door.play(speed))
      else if (event.key === '.') void door.pause().then(() => door.step())
      else return
      event.preventDefault()
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [])
}
