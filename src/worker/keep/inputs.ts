/** Reads the inputs of a session that came from outside. The cluster answers what it cannot perform; here they are seen to be data. */
import type { Input, LoggedInput } from '../../cluster/cluster.ts'
import { micros } from '../../sim/time.ts'
import { choiceOf, count, dataOf, fieldsOf, itemsOf, numberOf, textOf, textsOf, type Field } from './fields.ts'
import { limits } from './limits.ts'

export function logOf(list: Field): readonly LoggedInput[] {
  return itemsOf(list, limits.inputs).map((item) => {
    const { at, taken, input } = fieldsOf(item, ['at', 'taken', 'input'])
    return { at: micros(numberOf(at, count)), taken: numberOf(taken, count), input: inputOf(input) }
  })
}

const types = ['http', 'send', 'start-traffic', 'stop-traffic', 'stop', 'start', 'add-node', 'fault', 'heal'] as const
const methods = ['POST', 'PUT', 'PATCH', 'DELETE', 'GET', 'HEAD', 'OPTIONS'] as const

function inputOf(field: Field): Input {
  const { type: named, request, order, perSecond } = fieldsOf(field, ['type', 'request', 'order', 'perSecond'])
  const type = choiceOf(named, types)
  if (type === 'http') return { type, request: requestOf(request) }
  if (type === 'send') return { type, order: orderOf(order) }
  if (type === 'start-traffic') return { type, order: orderOf(order), perSecond: numberOf(perSecond, { from: 0, to: limits.perSecond }) }
  // Of the others the cluster looks at each field as if it had no type: scripts may send it anything too.
  return dataOf(field, limits.depth) as Input
}

function requestOf(field: Field): Extract<Input, { type: 'http' }>['request'] {
  const { method, path, query, headers, body } = fieldsOf(field, ['method', 'path', 'query', 'headers', 'body'])
  return {
    method: choiceOf(method, methods),
    path: textOf(path, limits.path),
    query: textsOf(query, limits.path),
    headers: textsOf(headers, limits.path),
    body: textOf(body, limits.text),
  }
}

function orderOf(field: Field): Extract<Input, { type: 'send' }>['order'] {
  const { from, url, method } = fieldsOf(field, ['from', 'url', 'method'])
  return { from: textOf(from, limits.path), url: textOf(url, limits.path), method: textOf(method, limits.path) }
}
