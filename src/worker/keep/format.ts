/**
 * A session as it is kept: in this browser, in a file, in a link. Seed and inputs are enough for the build that wrote it;
 * another build cannot repeat them exactly, so the objects are carried as well.
 */
import type { LoggedInput } from '../../cluster/cluster.ts'
import type { Moment } from '../history/moment.ts'

/** Of this format. */
export const formatVersion = 1
/** Of the simulated state; to be raised when a kept keyframe could no longer be loaded. */
export const stateVersion = 2

declare const __BUILD__: string | undefined
/** A fingerprint of everything that is simulated; put in by the bundler. */
export const buildId: string = typeof __BUILD__ === 'undefined' ? 'unbuilt' : __BUILD__

export interface KeptBranch {
  readonly id: number
  readonly name: string
  /** 0 for the first. */
  readonly parent: number
  readonly forkedAt: Moment
  /** Those that its parent does not have; of the first, all. */
  readonly log: readonly LoggedInput[]
  /** Indexes into the whole log at which its own actions begin. */
  readonly actions: readonly number[]
  readonly head: Moment
  /** It was dropped, but others have grown from it. */
  readonly dropped: boolean
}

/** The branches, the one that is open, and the moment that is shown. */
export interface KeptTree {
  readonly branches: readonly KeptBranch[]
  readonly current: number
  readonly moment: Moment
}

export interface KeptSession {
  readonly format: 'kubarium'
  readonly version: number
  readonly state: number
  readonly build: string
  readonly kubernetes: string
  readonly scenario: 'founding-demo'
  readonly seed: number
  readonly name: string
  /** A kernel's state as text that the history begins with, instead of a birth. Never taken from a file. */
  readonly born?: string
  readonly tree: KeptTree
  /** What the person made, as YAML. */
  readonly objects: string
  /** The page's own: files and view. */
  readonly page: string
}
