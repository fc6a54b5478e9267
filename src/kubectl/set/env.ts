/** `kubectl set env NAME=VALUE NAME-`, for all containers or those that `-c` names. Follows kubernetes v1.36 kubectl/pkg/cmd/set/set_env.go; reading from other objects is left out. */
import type { Container } from '../../api/generated/types.ts'
import { isOn, textOf } from '../flags.ts'
import { readPairs, type Pairs } from '../pairs.ts'
import { failed, type Verb } from '../verb.ts'
import { setFlags, setInPods, withContainers } from './pod-spec.ts'

export const setEnv: Verb = {
  name: 'set env',
  flags: [...setFlags, { name: 'containers', short: 'c', type: 'text' }, { name: 'overwrite', type: 'boolean' }],
  run: (call) => {
    const pairs = readPairs(call.words, 'environment')
    if (typeof pairs === 'string') return failed(pairs)
    if (pairs.resources.length === 0) return failed('one or more resources must be specified as <resource> <name> or <resource>/<name>')
    if (pairs.set.size + pairs.removed.length === 0) return failed('at least one environment variable must be provided')
    const named = wildcard(textOf(call.flags, 'containers', '*'))
    const overwrites = isOn(call.flags, 'overwrite', true)
    const to = (container: Container): Container => (named.test(container.name) ? withEnv(container, pairs) : container)
    return setInPods(call, pairs.resources, {
      done: 'env updated',
      to: (spec) => withContainers(spec, to),
      problem: ({ containers }) => {
        const known = containers.flatMap(({ env = [] }) => env).find(({ name, value }) => !overwrites && pairs.set.has(name) && pairs.set.get(name) !== value)
        return known && `'${known.name}' already has a value (${known.value ?? ''}), and --overwrite is false`
      },
    })
  },
}

const wildcard = (text: string): RegExp => new RegExp(`^${text.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&')).join('.*')}$`)

/** What is there keeps its place. */
function withEnv(container: Container, { set, removed }: Pairs): Container {
  const before = container.env ?? []
  const kept = before.filter(({ name }) => !removed.includes(name)).map((item) => (set.has(item.name) ? { name: item.name, value: set.get(item.name) ?? '' } : item))
  const added = [...set].filter(([name]) => !before.some((item) => item.name === name)).map(([name, value]) => ({ name, value }))
  const env = [...kept, ...added]
  if (env.length === 0) {
    const { env: _, ...rest } = container
    return rest
  }
  return { ...container, env }
}
