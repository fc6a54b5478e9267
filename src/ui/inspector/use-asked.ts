/**
 * Asks the door for something and asks again when `version` changes; one question at a time, so that a running clock
 * never piles them up. The last answer stays until the next one is there, and belongs to its key.
 */
import { useEffect, useRef, useState } from 'react'
import type { Door } from '../../worker/client.ts'
import { useCluster } from '../store.ts'

export function useAsked<T>(key: string, version: unknown, ask: (door: Door) => Promise<T>): T | undefined {
  const door = useCluster((state) => state.door)
  const [answer, setAnswer] = useState<{ readonly key: string; readonly value: T }>()
  const inquiry = useRef({ key: '', asking: false, isOld: false, isMounted: true, ask })

  useEffect(() => {
    const current = inquiry.current
    current.isMounted = true
    return () => {
      current.isMounted = false
    }
  }, [])

  useEffect(() => {
    if (!door) return
    const current = inquiry.current
    Object.assign(current, { key, ask, isOld: true })
    const inquire = async (): Promise<void> => {
      if (current.asking || !current.isOld || !current.isMounted) return
      Object.assign(current, { asking: true, isOld: false })
      const asked = current.key
      // A door that broke is told by the crash notice; here the last answer stays.
      const value = await current.ask(door).then((given) => ({ given }), () => undefined)
      current.asking = false
      if (value && current.key === asked && current.isMounted) setAnswer({ key: asked, value: value.given })
      await inquire()
    }
    void inquire()
    // `ask` is a new function at each drawing; what it asks is said by key and version.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [door, key, version])

  return answer?.key === key ? answer.value : undefined
}
