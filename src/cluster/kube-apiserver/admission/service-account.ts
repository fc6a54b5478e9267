/**
 * ServiceAccount: every pod runs as an account, and gets its token as a projected volume.
 * Follows kubernetes v1.36 plugin/pkg/admission/serviceaccount/admission.go; leaves out mirror pods and the annotation
 * that limits Secrets.
 */
import { ensureFields, listAt, setZeroDefault, textAt, type Fields } from '../../../api/defaults/draft.ts'
import { forbiddenStatus } from '../../../api/meta/status.ts'
import type { AdmissionPlugin } from '../admission.ts'
import { subjectOf } from '../keys.ts'
import { find } from '../lookup.ts'
import { generatedName } from '../object-meta.ts'

const tokenPath = '/var/run/secrets/kubernetes.io/serviceaccount'

export const serviceAccount: AdmissionPlugin = {
  name: 'ServiceAccount',
  handles: ['CREATE'],
  admit({ env, kind, namespace, name, draft, subresource }) {
    if (kind.kind !== 'Pod' || subresource) return undefined
    const spec = ensureFields(draft, 'spec')
    setZeroDefault(spec, 'serviceAccountName', 'default')
    spec['serviceAccount'] = spec['serviceAccountName']
    const account = textAt(spec, 'serviceAccountName')
    const found = find(env, 'serviceaccounts', { namespace, name: account })
    if (!found) {
      const why = `error looking up service account ${namespace}/${account}: serviceaccount "${account}" not found`
      return forbiddenStatus(subjectOf(kind, name), why)
    }
    if (spec['automountServiceAccountToken'] ?? found.automountServiceAccountToken ?? true) mountToken(spec, env.random)
    const pullSecrets = found.imagePullSecrets ?? []
    if (listAt(spec, 'imagePullSecrets').length === 0 && pullSecrets.length > 0) spec['imagePullSecrets'] = pullSecrets.map((secret) => ({ ...secret }))
    return undefined
  },
}

/** Containers that mount something there already are left alone; without any to serve there is no volume. */
function mountToken(spec: Fields, random: () => number): void {
  const containers = [...listAt(spec, 'initContainers'), ...listAt(spec, 'containers')]
  const unserved = containers.filter((container) => !listAt(container, 'volumeMounts').some((mount) => mount['mountPath'] === tokenPath))
  if (unserved.length === 0) return
  const volumes = listAt(spec, 'volumes')
  const present = volumes.find((volume) => textAt(volume, 'name').startsWith('kube-api-access-') && volume['projected'] !== undefined)
  const name = present ? textAt(present, 'name') : generatedName('kube-api-access-', random)
  for (const container of unserved) {
    container['volumeMounts'] = [...listAt(container, 'volumeMounts'), { name, readOnly: true, mountPath: tokenPath }]
  }
  if (!present) spec['volumes'] = [...volumes, { name, projected: tokenProjection() }]
}

const tokenProjection = () => ({
  sources: [
    { serviceAccountToken: { expirationSeconds: 3607, path: 'token' } },
    { configMap: { name: 'kube-root-ca.crt', items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
    { downwardAPI: { items: [{ path: 'namespace', fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.namespace' } }] } },
  ],
  defaultMode: 420,
})
