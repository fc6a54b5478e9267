/** IngressClass. Follows kubernetes v1.36 pkg/registry/networking/ingressclass and pkg/apis/networking/validation. */
import { ensureFields, fieldsAt, setDefault } from '../defaults/draft.ts'
import type { IngressClass } from '../generated/types.ts'
import { validateIngressClass, validateIngressClassUpdate } from '../validation/ingress-class.ts'
import { nameIsDNSSubdomain } from '../validation/names.ts'
import { ageColumn, column, nameColumn } from './columns.ts'
import type { Kind } from './kind.ts'

const defaultClassAnnotation = 'ingressclass.kubernetes.io/is-default-class'

export const ingressClassKind: Kind<IngressClass> = {
  group: 'networking.k8s.io',
  version: 'v1',
  kind: 'IngressClass',
  plural: 'ingressclasses',
  singular: 'ingressclass',
  shortNames: [],
  categories: [],
  namespaced: false,
  generation: true,
  subresources: [],
  applyDefaults(draft) {
    const parameters = fieldsAt(ensureFields(draft, 'spec'), 'parameters')
    if (parameters !== undefined) setDefault(parameters, 'scope', 'Cluster')
  },
  validateName: nameIsDNSSubdomain,
  validate: validateIngressClass,
  validateUpdate: validateIngressClassUpdate,
  columns: [
    nameColumn,
    column('Controller', (object) => object.spec.controller ?? '', { description: 'Controller that is responsible for handling this class' }),
    column('Parameters', (object) => parametersCell(object), {
      description: 'A reference to a resource with additional parameters',
    }),
    ageColumn,
  ],
  row: (object) => ({
    health: 'none',
    phase: object.spec.controller ?? '',
    detail: {
      controller: object.spec.controller ?? '',
      isDefault: object.metadata.annotations?.[defaultClassAnnotation] === 'true',
    },
  }),
}

function parametersCell({ spec }: IngressClass): string {
  const parameters = spec.parameters
  if (parameters === undefined) return '<none>'
  return `${parameters.kind}${parameters.apiGroup ? `.${parameters.apiGroup}` : ''}/${parameters.name}`
}
