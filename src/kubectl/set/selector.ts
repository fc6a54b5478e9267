/** `kubectl set selector service/web app=api`: whom a Service sends to. Follows kubernetes v1.36 kubectl/pkg/cmd/set/set_selector.go. */
import type { Service } from '../../api/generated/types.ts'
import type { ApiObject } from '../../api/meta/object.ts'
import type { Requirement } from '../../api/meta/selector.ts'
import { parseSelector } from '../../api/meta/selector-text.ts'
import { isGiven } from '../flags.ts'
import { failed, type Verb } from '../verb.ts'
import { setFlags, setIn } from './pod-spec.ts'

export const setSelector: Verb = {
  name: 'set selector',
  flags: setFlags,
  run: (call) => {
    const text = call.words.at(-1) ?? ''
    const resources = call.words.slice(0, -1)
    if (resources.length === 0 && !isGiven(call.flags, 'filename')) return failed('one or more resources must be specified as <resource> <name> or <resource>/<name>')
    return setIn(call, resources, {
      done: 'selector updated',
      to: (object) => {
        const selector = readSelector(text)
        if (typeof selector === 'string') return selector
        return object.kind === 'Service' ? withSelector(object as Service, selector) : 'setting a selector is only supported for Services'
      },
    })
  },
}

const withSelector = (service: Service, selector: { readonly [key: string]: string }): ApiObject => ({ ...service, spec: { ...service.spec, selector } }) as ApiObject

/** Labels and their values; a Service knows no other comparison. */
function readSelector(text: string): { readonly [key: string]: string } | string {
  const read = parseSelector(text)
  if (!read.ok) return read.message
  const isEqual = ({ operator }: Requirement) => operator === 'Equals' || operator === 'DoubleEquals'
  const others = read.requirements.filter((requirement) => !isEqual(requirement))
  if (others.length > 0) return `match expression [${others.map(({ key, operator, values }) => `{${key} ${operator} [${values.join(' ')}]}`).join(' ')}] not supported on this object`
  return Object.fromEntries(read.requirements.map(({ key, values }) => [key, values.join('')]))
}
