/** The clusters on a shelf beside the one that is open. A shelf that cannot be used is no fault of the simulation: it refuses. */
import { DoorError } from '../door-error.ts'
import type { ClusterCard } from '../protocol.ts'
import { refuse } from '../refused.ts'
import type { Claims, Shelf } from './shelf.ts'

export interface Cards {
  /** The last changed first. */
  list(): Promise<readonly ClusterCard[]>
  rename(id: string, name: string): Promise<void>
  /** Refused while another tab has it. */
  remove(id: string): Promise<void>
}

export function createCards(shelf: Shelf, claims: Claims): Cards {
  return {
    list: () => orRefused(async () => [...(await shelf.list())].sort((a, b) => b.changed - a.changed)),
    rename: (id, name) =>
      orRefused(async () => {
        const { card = refuse('kept.gone', {}) } = await shelf.read(id)
        await shelf.write(id, { card: { ...card, name } })
      }),
    remove: (id) =>
      orRefused(async () => {
        const release = (await claims.claim(id)) ?? refuse('kept.elsewhere', {})
        await shelf.remove(id)
        release()
      }),
  }
}

/** That there is no room, as browsers say it. */
export const isFull = (error: unknown): boolean => error instanceof Error && error.name === 'QuotaExceededError'

async function orRefused<T>(act: () => Promise<T>): Promise<T> {
  try {
    return await act()
  } catch (error) {
    if (error instanceof DoorError) throw error
    return refuse(isFull(error) ? 'kept.full' : 'kept.nowhere', {})
  }
}
