/** The part of the protocol that tells of time: branches, the timeline, differences, and sessions that are kept. */
import type { OrderRefusalParams } from '../api/refusal.ts'
import type { Fact, ObjectKey } from './protocol.ts'

/** Micros, and in how many places the marks between them fall. */
export interface TimelineRange {
  readonly from: number
  readonly to: number
  readonly bins: number
}

export interface TimelineView {
  /** When there are marks, by level: events, inputs, warnings, errors; ascending, at most one in each place. */
  readonly marks: readonly (readonly number[])[]
  /** Inputs, warnings and errors in full, the newest last. */
  readonly worded: readonly Fact[]
  /** One per workload. */
  readonly lanes: readonly TimelineLane[]
  /** Workloads that there is no lane for. */
  readonly moreLanes: number
}

export interface TimelineLane {
  readonly owner: ObjectKey
  readonly bars: readonly TimelineBar[]
}

/** A time in which a workload had these Pods. */
export interface TimelineBar {
  readonly from: number
  /** -1 if it lasts. */
  readonly to: number
  readonly pods: readonly ObjectKey[]
}

/** A moment of a branch. */
export interface Mark {
  /** Its id. */
  readonly branch: number
  /** Micros. */
  readonly at: number
}

export interface Difference {
  readonly born: readonly ObjectKey[]
  readonly gone: readonly ObjectKey[]
  readonly changed: readonly ChangedObject[]
  /** How many there are of each; the lists may be shorter. */
  readonly counts: { readonly born: number; readonly gone: number; readonly changed: number }
}

export interface ChangedObject {
  readonly object: ObjectKey
  readonly fields: readonly FieldChange[]
  /** Fields that are not listed. */
  readonly more: number
}

/** Values as text, '' where there is none. */
export interface FieldChange {
  readonly path: string
  readonly before: string
  readonly after: string
}

/** One course of events. */
export interface BranchSummary {
  /** 1 is the one that the cluster began with. */
  readonly id: number
  /** `main` is the first; '' where nobody gave one. */
  readonly name: string
  /** The branch that it grew from, 0 for the first. */
  readonly parent: number
  /** Micros at which it left its parent. */
  readonly from: number
  /** Micros to which it has run. */
  readonly head: number
  readonly current: boolean
}

/** What may take long: to open a session, to look for what comes next and go there, to apply a manifest. */
export type Work = 'opening' | 'looking' | 'applying'

/** In events, micros or objects; `done` of `total` are behind. */
export interface Progress {
  readonly done: number
  readonly total: number
}

export interface Imported {
  readonly name: string
  readonly seed: number
  /** The page's own, as it was exported; '' if there is none. */
  readonly page: string
  /** Repeated exactly; or by another build: its inputs performed again, or its objects made anew. */
  readonly manner: 'exact' | 'inputs' | 'objects'
  /** It is kept as a cluster of its own; null where nothing is kept. */
  readonly kept: KeptNotice | null
}

export interface Link {
  readonly fragment: string
  /** The history did not fit if it leads to the scenario only. */
  readonly holds: 'moment' | 'scenario'
}

export interface LinkContent {
  /** What is wrong with it, null if nothing is. */
  readonly refusal: Refusal | null
  readonly seed: number
  /** Things that were done. */
  readonly actions: number
  /** Micros of the moment. */
  readonly at: number
  /** It was made by another build, so what follows may differ. */
  readonly foreign: boolean
}

/** A cluster that is kept in this browser. */
export interface ClusterCard {
  readonly id: string
  /** '' for the founding demo as it comes. */
  readonly name: string
  readonly seed: number
  /** Milliseconds since 1970. */
  readonly changed: number
}

/**
 * How the cluster that is open stands to what is kept. `new`, `restored`: kept from now on. `closed`: by another build, so
 * its history before now is gone; `objects`: its objects were made anew. `elsewhere`: another tab has it, this is a copy
 * that is not kept; `unkept`: nothing is kept here, `full`: no more, `again`: once more, since there is room.
 */
export type KeptStatus = 'new' | 'restored' | 'closed' | 'objects' | 'elsewhere' | 'unkept' | 'full' | 'again'

export interface KeptNotice {
  readonly id: string
  readonly name: string
  readonly status: KeptStatus
}

type Nothing = { readonly [name: string]: never }
/** By its place: `tree.branches[2].head.at`. */
type InField = { readonly field: string }

/** Why a wish was not granted, by code, with what its sentence names. ui puts it into words. */
export interface RefusalParams extends OrderRefusalParams {
  readonly empty: Nothing
  readonly large: { readonly megabytes: number }
  readonly json: Nothing
  /** Something else wrote it. */
  readonly foreign: Nothing
  readonly newer: { readonly version: number; readonly known: number }
  /** A field is not what it has to be: an object, a list, a text, a number, yes or no, one of a few, nested less deep. */
  readonly object: InField
  readonly list: InField & { readonly limit: number }
  readonly text: InField & { readonly limit: number }
  readonly number: InField & { readonly from: number; readonly to: number }
  readonly flag: InField
  readonly unknown: InField & { readonly value: string }
  readonly deep: InField & { readonly limit: number }
  /** A field does not fit the others: two branches of one number, a branch that is not there, a moment that it has not reached, inputs that are not its. */
  readonly twice: InField
  readonly branch: InField
  readonly beyond: InField
  readonly order: InField
  /** It would have to be run for too long. */
  readonly long: { readonly days: number; readonly events: number }
  readonly cancelled: Nothing
  /** Time stands where it was given up, by the person or because something else was done meanwhile. */
  readonly 'look.stopped': Nothing
  readonly 'look.disturbed': Nothing
  /** What it says happened cannot have happened. */
  readonly unfit: Nothing
  readonly 'link.other': Nothing
  readonly 'link.newer': Nothing
  readonly 'link.long': Nothing
  readonly 'link.large': Nothing
  readonly 'link.damaged': Nothing
  /** Nothing has been done that could be undone. */
  readonly undo: Nothing
  /** It cannot be dropped. */
  readonly 'branch-open': Nothing
  /** No request of this number has begun at this moment. */
  readonly 'no-request': { readonly id: number }
  /** A request, or a stream of them, that was not sent. Values as JSON. */
  readonly 'request.url': { readonly value: string }
  readonly 'request.from': { readonly value: string }
  readonly 'request.pod-idle': { readonly pod: string }
  readonly 'request.node-down': { readonly node: string }
  readonly 'request.rate': { readonly limit: number }
  readonly 'request.streams': { readonly limit: number }
  readonly 'kept.nowhere': Nothing
  readonly 'kept.full': Nothing
  readonly 'kept.open': Nothing
  readonly 'kept.gone': Nothing
  readonly 'kept.elsewhere': Nothing
}

export interface RefusalOf<C extends keyof RefusalParams> {
  readonly code: C
  readonly params: RefusalParams[C]
}

export type Refusal = { readonly [C in keyof RefusalParams]: RefusalOf<C> }[keyof RefusalParams]
