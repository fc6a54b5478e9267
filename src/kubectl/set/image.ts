/** `kubectl set image`. Follows kubernetes v1.36 kubectl/pkg/cmd/set/set_image.go. */
import type { Container } from '../../api/generated/types.ts'
import { readPairs } from '../pairs.ts'
import { isGiven } from '../flags.ts'
import { failed, type Verb } from '../verb.ts'
import { setInPods, setFlags, withContainers, type PodSpecOf } from './pod-spec.ts'

export const setImage: Verb = {
  name: 'set image',
  flags: setFlags,
  run: (call) => {
    const pairs = readPairs(call.words, 'image')
    if (typeof pairs === 'string') return failed(pairs)
    if (pairs.resources.length === 0 && !isGiven(call.flags, 'filename')) return failed('one or more resources must be specified as <resource> <name> or <resource>/<name>')
    if (pairs.set.size === 0) return failed('at least one image update is required')
    return setInPods(call, pairs.resources, { done: 'image updated', problem: (spec) => missing(spec, pairs.set), to: (spec) => withContainers(spec, (container) => withImage(container, pairs.set)) })
  },
}

/** `*` is every container. */
function withImage(container: Container, images: ReadonlyMap<string, string>): Container {
  const image = images.get(container.name) ?? images.get('*')
  return image === undefined ? container : { ...container, image }
}

function missing(spec: PodSpecOf, images: ReadonlyMap<string, string>): string | undefined {
  const names = [...(spec.initContainers ?? []), ...spec.containers].map(({ name }) => name)
  const unknown = [...images.keys()].find((name) => name !== '*' && !names.includes(name))
  return unknown === undefined ? undefined : `unable to find container named ${JSON.stringify(unknown)}`
}
