/**
 * Deep freezing. Frozen means: plain JSON, never changes, may be shared by states, events, snapshots and observers.
 * The kernel relies on it: `copy` shares what is frozen, and `encode` writes each frozen object once.
 *
 * What is frozen should not begin with `...` of an object that is not: V8 gives each such object a hidden class of its
 * own, which makes it slow to read and large.
 */
export function freeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value
  for (const key in value) {
    const item = value[key]
    if (typeof item === 'object' && item !== null) freeze(item)
  }
  return Object.freeze(value)
}
