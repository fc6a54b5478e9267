/**
 * The keeping of the cluster that is open, as long as it can be written down. What ends that is told once; another try is
 * made when there may be room again.
 */
import type { KeptNotice } from '../protocol.ts'
import type { Session } from '../session.ts'
import { isFull } from './cards.ts'
import { createSaver, type Saver, type SaverOptions } from './saver.ts'

export interface Keeping {
  /** How the cluster that is open stands to what is kept. */
  readonly notice: KeptNotice
  /** Another cluster is open; with a claim on it, it is kept. */
  begin(notice: KeptNotice, claimed?: Claimed): void
  /** Another session of the same cluster. */
  replace(session: Session): void
  rename(name: string): Promise<void>
  /** Writes what is not written, and lets go of it. */
  leave(): Promise<void>
  tryAgain(): Promise<void>
  note(): void
  noteAction(): void
  flush(): Promise<void>
}

export interface Claimed {
  readonly session: Session
  /** Ends the claim. */
  readonly release: () => void
}

export interface KeepingOptions extends Pick<SaverOptions, 'shelf' | 'loop' | 'clock' | 'date' | 'toPresent'> {
  readonly onNotice: (notice: KeptNotice) => void
}

export function createKeeping({ onNotice, ...around }: KeepingOptions): Keeping {
  let notice: KeptNotice = { id: '', name: '', status: 'unkept' }
  let claimed: Claimed | undefined
  let saver: Saver | undefined

  const onTrouble = (error: unknown): void => {
    saver?.stop()
    const status = isFull(error) ? 'full' : 'unkept'
    if (notice.status === status) return
    notice = { ...notice, status }
    onNotice(notice)
  }
  const save = (session: Session): void => {
    saver?.stop()
    saver = createSaver({ ...around, id: notice.id, name: notice.name, session, onTrouble })
    saver.noteAction()
  }
  const isLost = (): boolean => notice.status === 'full' || notice.status === 'unkept'
  return {
    get notice() {
      return notice
    },
    begin: (next, given) => {
      notice = next
      claimed = given
      if (given) save(given.session)
    },
    replace: (session) => {
      if (!claimed) return
      claimed = { ...claimed, session }
      save(session)
    },
    rename: async (name) => {
      notice = { ...notice, name }
      saver?.rename(name)
      await saver?.flush()
    },
    leave: async () => {
      await saver?.flush()
      saver?.stop()
      claimed?.release()
      saver = undefined
      claimed = undefined
    },
    tryAgain: async () => {
      if (!claimed || notice.status !== 'full') return
      notice = { ...notice, status: 'again' }
      save(claimed.session)
      await saver?.flush()
      if (!isLost()) onNotice(notice)
    },
    ...{ note: () => saver?.note(), noteAction: () => saver?.noteAction(), flush: async () => saver?.flush() },
  }
}
