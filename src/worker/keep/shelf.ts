/**
 * Where clusters are kept: each as a card, a session, the place of its clock, and one keyframe, so that what changes often
 * is small. A write is done as a whole or not at all.
 */
import type { KeptFrame } from '../history/course.ts'
import type { ChronicleData } from '../history/chronicle.ts'
import type { Moment } from '../history/moment.ts'
import type { ClusterCard } from '../protocol.ts'
import type { KeptSession } from './format.ts'

/** Where the clock stands; written far more often than the rest. */
export interface KeptClock {
  readonly branch: number
  readonly moment: Moment
  readonly playing: boolean
  readonly speed: number
}

export interface KeptKeyframe extends KeptFrame {
  readonly branch: number
  readonly build: string
  readonly state: number
  /** That of its branch, as JSON. */
  readonly chronicle: ChronicleData
}

export interface KeptParts {
  readonly card: ClusterCard
  readonly session: KeptSession
  readonly clock: KeptClock
  readonly keyframe: KeptKeyframe
}

export interface Shelf {
  list(): Promise<readonly ClusterCard[]>
  read(id: string): Promise<Partial<KeptParts>>
  write(id: string, parts: Partial<KeptParts>): Promise<void>
  remove(id: string): Promise<void>
}

/** Who may write to a cluster: one tab at a time. */
export interface Claims {
  /** What ends the claim, or null if another tab has it. */
  claim(id: string): Promise<(() => void) | null>
}
