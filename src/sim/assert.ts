/**
 * A broken assumption about the simulation itself. It stays on in production: the host stops the run and offers seed,
 * input log and build for a report. Never for what a user can cause; that is a value.
 */
export class AssertionError extends Error {}

export function assert(condition: unknown, message: string): asserts condition {
  if (!condition) throw new AssertionError(message)
}
