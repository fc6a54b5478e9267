/** A recorded session as it stands in its file, and as it is being played. */
import type { HttpRequest } from '../../src/api/meta/http.ts'
import type { Cluster } from '../../src/cluster/cluster.ts'
import type { SchedulingObservation } from '../../src/cluster/kube-scheduler/trace.ts'
import { kindCalled } from '../../src/kubectl/select.ts'
import type { CaseResult } from './admission.ts'
import type { Json } from './compare.ts'
import type { Renaming } from './renaming.ts'
import type { SchedulingRecord } from './scheduling.ts'
import type { Finish, NodeStep, Unready } from './hollow.ts'

export type Dump = { readonly [resource: string]: readonly Json[] }
export type TraceEvent = { readonly [field: string]: Json }

export interface RecordedStep {
  readonly kubectl?: string
  readonly stdin?: string
  readonly request?: { readonly verb: HttpRequest['method']; readonly path: string; readonly body?: Json; readonly contentType?: string; readonly headers?: { readonly [name: string]: string } }
  readonly settle?: boolean
  /** Seconds: `30s`. */
  readonly wait?: string | number
  readonly finish?: Finish
  readonly unready?: Unready
  readonly node?: NodeStep
  readonly state?: readonly string[]
  readonly dump?: Dump
  readonly code?: number
  readonly stdout?: string
  readonly stderr?: string
  readonly json?: Json
  readonly text?: string
  readonly warning?: string | readonly string[]
}

export interface RecordedSession {
  readonly name: string
  readonly about: string
  readonly steps: readonly RecordedStep[]
  readonly trace?: readonly TraceEvent[]
  readonly scheduling?: readonly SchedulingRecord[]
}

/** A session that is being played. */
export interface Play {
  readonly cluster: Cluster
  /** The revision at which it began. */
  readonly since: number
  readonly renaming: Renaming
  /** What the scheduler told since the session began. */
  readonly scheduling: readonly SchedulingObservation[]
  /** A rollout of ten pods or more was recorded: how many steps it took is free. */
  readonly isLarge: boolean
  readonly nodes: { readonly names: readonly string[]; readonly classes: ReadonlyMap<string, string> }
  readonly readFile: (path: string) => string | undefined
}

export const notRun = (why: string): CaseResult => ({ type: 'not run', why })

/** `${uid:resource/namespace/name}` and `${rv:…}` stand for the live object's. */
export const fill = (cluster: Cluster, text: string): string =>
  text.replace(/\$\{(uid|rv):([^/}]+)\/(?:([^/}]*)\/)?([^}]+)\}/g, (_, field: string, resource: string, namespace: string | undefined, name: string) => {
    const kind = kindCalled(resource)
    const found = [...cluster.store().entries.values()].find(({ value: { kind: is, metadata } }) => is === kind?.kind && metadata.name === name && (metadata.namespace ?? '') === (namespace ?? ''))
    return (field === 'uid' ? found?.value.metadata.uid : found?.value.metadata.resourceVersion) ?? ''
  })
