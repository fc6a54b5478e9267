/**
 * Deep freezing. Frozen means: plain JSON, never changes, may be shared by states, events, snapshots and observers.
 * The kernel relies on it: `copy` shares what is frozen, and `encode` writes each frozen object once.
 */
export function freeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value
  for (const key in value) {
    const item = value[key]
    if (typeof item === 'object' && item !== null) freeze(item)
  }
  return Object.freeze(value)
}
