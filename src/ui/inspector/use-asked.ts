/**
 * Asks the door for something and asks again when `version` changes; one question at a time and with a pause between
 * two, so that a running clock never piles them up. The last answer stays until the next one is there, and belongs to
 * its key.
 */
import { useEffect, useRef, useState } from 'react'
import type { Door } from '../../worker/client.ts'
import { useCluster } from '../store.ts'

/** Milliseconds between an answer and the next question about the same thing. */
const pause = 100

interface Inquiry<T> {
  readonly key: string
  ask: (door: Door) => Promise<T>
  isAsking: boolean
  /** The version has changed since it was last asked. */
  isOld: boolean
}

export function useAsked<T>(key: string, version: unknown, ask: (door: Door) => Promise<T>): T | undefined {
  const door = useCluster((state) => state.door)
  const [answer, setAnswer] = useState<{ readonly key: string; readonly value: T }>()
  const latest = useRef<Inquiry<T>>(undefined)

  useEffect(() => () => void (latest.current = undefined), [])

  useEffect(() => {
    if (!door) return
    const known = latest.current
    const inquiry = known?.key === key ? Object.assign(known, { ask, isOld: true }) : { key, ask, isAsking: false, isOld: true }
    latest.current = inquiry
    const inquire = async (): Promise<void> => {
      if (inquiry.isAsking || !inquiry.isOld || latest.current !== inquiry) return
      Object.assign(inquiry, { isAsking: true, isOld: false })
      // A door that broke is told by the crash notice; here the last answer stays.
      const found = await inquiry.ask(door).then((value) => ({ key, value }), () => undefined)
      if (found && latest.current === inquiry) setAnswer(found)
      await new Promise((resolve) => setTimeout(resolve, pause))
      inquiry.isAsking = false
      await inquire()
    }
    void inquire()
    // `ask` is a new function at each drawing; what it asks is said by key and version.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [door, key, version])

  return answer?.key === key ? answer.value : undefined
}
