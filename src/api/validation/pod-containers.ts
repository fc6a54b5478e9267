/** All containers of a pod with their paths, in the order in which upstream visits them. */
import type { Container, PodSpec } from '../generated/types.ts'

interface PlacedContainer {
  /** Ephemeral containers lack what only containers have. */
  readonly container: Container
  readonly path: string
}

export function allContainers(spec: PodSpec, path: string): readonly PlacedContainer[] {
  const place = (list: 'initContainers' | 'containers' | 'ephemeralContainers'): PlacedContainer[] =>
    (spec[list] ?? []).map((container, i) => ({ container, path: `${path}.${list}[${i}]` }))
  return [...place('initContainers'), ...place('containers'), ...place('ephemeralContainers')]
}
