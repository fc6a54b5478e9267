/** `kubectl rollout pause`, `resume` and `restart`. Follows kubernetes v1.36 kubectl/pkg/cmd/rollout and polymorphichelpers. */
import type { Deployment } from '../../api/generated/types.ts'
import type { ApiObject } from '../../api/meta/object.ts'
import { change, together, type Said } from '../change.ts'
import { finished, failed, type Call, type Verb } from '../verb.ts'
import type { Item } from '../select.ts'
import { textError } from '../errors.ts'
import { about, isDeployment, rolledOut, rolloutFlags } from './deployments.ts'

const restartedAt = 'kubectl.kubernetes.io/restartedAt'

/** The object as it should be, or what speaks against it. */
type Wish = (deployment: Deployment, call: Call) => Deployment | string

const verbFor = (name: 'pause' | 'resume' | 'restart', { doing, done, wish }: { doing: string; done: string; wish: Wish }): Verb => ({
  name: `rollout ${name}`,
  flags: rolloutFlags,
  run: (call) => {
    const selection = rolledOut(call)
    if (!selection) return failed('required resource not specified')
    const { lines, errors } = together(selection.items.map((item) => one(call, item, { doing, done, wish })))
    return finished(lines, [...selection.errors, ...errors])
  },
})

function one(call: Call, item: Item, { doing, done, wish }: { doing: string; done: string; wish: Wish }): Said {
  if (!isDeployment(item)) return { lines: [], errors: [about(item, `${doing} is not supported`)] }
  const wished = wish(item.object as Deployment, call)
  if (typeof wished === 'string') return { lines: [], errors: [about(item, wished)] }
  const result = change(call, item, { to: wished as ApiObject, done })
  if (result.lines.length + result.errors.length > 0) return result
  return { lines: [], errors: [textError(`failed to create patch for ${item.name}: if restart has already been triggered within the past second, please wait before attempting to trigger another`)] }
}

export const rolloutPause = verbFor('pause', {
  doing: 'pausing',
  done: 'paused',
  wish: (deployment) => (deployment.spec?.paused ? 'is already paused' : ({ ...deployment, spec: { ...deployment.spec, paused: true } } as Deployment)),
})

export const rolloutResume = verbFor('resume', {
  doing: 'resuming',
  done: 'resumed',
  wish: (deployment) => {
    if (!deployment.spec?.paused) return 'is not paused'
    const { paused: _, ...spec } = deployment.spec
    return { ...deployment, spec } as Deployment
  },
})

export const rolloutRestart = verbFor('restart', {
  doing: 'restarting',
  done: 'restarted',
  wish: (deployment, { now }) => {
    if (deployment.spec?.paused) return "can't restart paused deployment (run rollout resume first)"
    const { template } = deployment.spec ?? {}
    const metadata = { ...template?.metadata, annotations: { ...template?.metadata?.annotations, [restartedAt]: now } }
    return { ...deployment, spec: { ...deployment.spec, template: { ...template, metadata } } } as Deployment
  },
})
