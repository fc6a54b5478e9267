/** `kubectl scale --replicas=N KIND/NAME`. Follows kubernetes v1.36 kubectl/pkg/cmd/scale. */
import { errorText } from './errors.ts'
import { command, failure, objectPath, out, resourceName, statusOf, type Handle, type Line, type Target } from './session.ts'

export function scaleObject(handle: Handle, target: Target, replicas: number): { code: number; output: readonly Line[] } {
  const { kind, namespace, name } = target
  const said = command(`kubectl scale ${kind.singular}/${name} --replicas=${replicas}${kind.namespaced ? ` -n ${namespace}` : ''}`)
  const answer = handle({
    method: 'PATCH',
    path: `${objectPath(target)}/scale`,
    query: {},
    headers: { 'content-type': 'application/merge-patch+json' },
    body: JSON.stringify({ spec: { replicas } }),
  })
  const line = answer.code < 400 ? out(`${resourceName(target)} scaled`) : failure(errorText(statusOf(answer)))
  return { code: answer.code, output: [said, line] }
}
