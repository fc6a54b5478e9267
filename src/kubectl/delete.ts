/** `kubectl delete KIND NAME`, without waiting. Follows kubernetes v1.36 kubectl/pkg/cmd/delete. */
import { errorText } from './errors.ts'
import { command, failure, objectPath, out, quotedName, statusOf, type Handle, type Line, type Target } from './session.ts'

export function deleteObject(handle: Handle, target: Target): { code: number; output: readonly Line[] } {
  const { kind, namespace, name } = target
  const said = command(`kubectl delete ${kind.singular} ${name}${kind.namespaced ? ` -n ${namespace}` : ''} --wait=false`)
  const body = JSON.stringify({ kind: 'DeleteOptions', apiVersion: 'v1', propagationPolicy: 'Background' })
  const answer = handle({ method: 'DELETE', path: objectPath(target), query: {}, headers: { 'content-type': 'application/json' }, body })
  const where = kind.namespaced ? ` from ${namespace} namespace` : ''
  const line = answer.code < 400 ? out(`${quotedName(target)} deleted${where}`) : failure(errorText(statusOf(answer)))
  return { code: answer.code, output: [said, line] }
}
