/**
 * What a controller has asked for and not yet seen in its cache: without this, a stale cache makes it create twice.
 * Follows kubernetes v1.36 pkg/controller/controller_utils.go (ControllerExpectations, UIDTrackingControllerExpectations).
 */
import { minutes, type Micros } from '../../sim/time.ts'

/** By controller key (`NAMESPACE/NAME` of the ReplicaSet). */
export type Expectations = Map<string, Expected>

export interface Expected {
  creations: number
  /** Keys of objects whose deletion has not been seen. */
  readonly deletions: Set<string>
  /** When this was written down. */
  since: Micros
}

/** After this an unfulfilled expectation no longer holds the controller back. */
export const expectationsTimeout = minutes(5)

const entry = (expectations: Expectations, key: string, now: Micros): Expected => {
  const known = expectations.get(key)
  if (known) return known
  const fresh: Expected = { creations: 0, deletions: new Set(), since: now }
  expectations.set(key, fresh)
  return fresh
}

export function expectCreations(expectations: Expectations, key: string, options: { count: number; now: Micros }): void {
  const expected = entry(expectations, key, options.now)
  expected.creations += options.count
  expected.since = options.now
}

export function expectDeletion(expectations: Expectations, key: string, options: { object: string; now: Micros }): void {
  const expected = entry(expectations, key, options.now)
  expected.deletions.add(options.object)
  expected.since = options.now
}

export function creationObserved(expectations: Expectations, key: string): void {
  const expected = expectations.get(key)
  if (expected && expected.creations > 0) expected.creations--
}

export function deletionObserved(expectations: Expectations, key: string, object: string): void {
  expectations.get(key)?.deletions.delete(object)
}

/** True if everything was seen, nothing was expected, or the time-out has passed. */
export function satisfied(expectations: Expectations, key: string, now: Micros): boolean {
  const expected = expectations.get(key)
  if (!expected) return true
  return (expected.creations <= 0 && expected.deletions.size === 0) || now - expected.since > expectationsTimeout
}

export const forgetExpectations = (expectations: Expectations, key: string): void => {
  expectations.delete(key)
}
