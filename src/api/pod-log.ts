/** What is asked of a kubelet about a container's log: v1.PodLogOptions, with the pod it is about and dates as numbers. */
import type { Pod } from './generated/types.ts'

export interface LogOrder {
  readonly pod: Pod
  readonly container: string
  readonly previous: boolean
  readonly follow: boolean
  readonly timestamps: boolean
  /** undefined for all of them. */
  readonly tailLines: number | undefined
  readonly limitBytes: number | undefined
  /** Seconds since 1970; undefined for all of it. */
  readonly since: number | undefined
}
