/** `kubectl set serviceaccount deployment web NAME`. Follows kubernetes v1.36 kubectl/pkg/cmd/set/set_serviceaccount.go. */
import { isGiven } from '../flags.ts'
import { nothingNamed } from '../select.ts'
import { failed, type Verb } from '../verb.ts'
import { setInPods, setFlags } from './pod-spec.ts'

export const setServiceAccount: Verb = {
  name: 'set serviceaccount',
  aliases: ['set sa'],
  flags: setFlags,
  run: (call) => {
    const name = call.words.at(-1)
    const resources = call.words.slice(0, -1)
    if (name === undefined) return failed('serviceaccount is required')
    if (resources.length === 0 && !isGiven(call.flags, 'filename')) return failed(nothingNamed)
    return setInPods(call, resources, { done: 'serviceaccount updated', to: (spec) => ({ ...spec, serviceAccountName: name, serviceAccount: name }) })
  },
}
