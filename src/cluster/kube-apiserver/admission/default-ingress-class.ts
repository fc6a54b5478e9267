/**
 * DefaultIngressClass: an Ingress without a class gets the one that is marked as default.
 * Follows kubernetes v1.36 plugin/pkg/admission/network/defaultingressclass/admission.go.
 */
import { ensureFields } from '../../../api/defaults/draft.ts'
import type { AdmissionPlugin } from '../admission.ts'
import { all } from '../lookup.ts'

const isDefault = 'ingressclass.kubernetes.io/is-default-class'
const legacyClass = 'kubernetes.io/ingress.class'

export const defaultIngressClass: AdmissionPlugin = {
  name: 'DefaultIngressClass',
  handles: ['CREATE'],
  admit({ env, kind, draft }) {
    if (kind.kind !== 'Ingress') return undefined
    const spec = ensureFields(draft, 'spec')
    const annotations = ensureFields(draft.metadata, 'annotations')
    const chosen = spec['ingressClassName'] !== undefined || annotations[legacyClass] !== undefined
    if (Object.keys(annotations).length === 0) delete draft.metadata['annotations']
    if (chosen) return undefined
    const defaults = [...all(env, 'ingressclasses.networking.k8s.io')].filter(({ metadata }) => metadata.annotations?.[isDefault] === 'true')
    // Upstream takes the youngest of several; by name where they are of one second.
    const [first] = defaults.sort((a, b) => compare(b.metadata.creationTimestamp, a.metadata.creationTimestamp) || compare(a.metadata.name, b.metadata.name))
    if (first) spec['ingressClassName'] = first.metadata.name
    return undefined
  },
}

const compare = (a = '', b = ''): number => (a < b ? -1 : a > b ? 1 : 0)
