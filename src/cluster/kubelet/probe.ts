/** What the kubelet knows of one probe of one running container. */
import type { Micros } from '../../sim/time.ts'

export type ProbeKind = 'startup' | 'liveness' | 'readiness'

export interface ProbeState {
  readonly kind: ProbeKind
  readonly container: string
  /** The container attempt it belongs to, by id. */
  readonly containerId: string
  /** The verdict after thresholds: readiness and startup begin with false, liveness with true. */
  result: boolean
  successes: number
  failures: number
  /** When the next one is due. */
  due: Micros
  /** An attempt has begun and not yet ended. */
  isRunning: boolean
}

export const probeKey = (container: string, kind: ProbeKind): string => `${container}/${kind}`
