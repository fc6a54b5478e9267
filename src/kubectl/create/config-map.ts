/** `kubectl create configmap NAME --from-literal=KEY=VALUE`. Follows kubernetes v1.36 kubectl/pkg/cmd/create/create_configmap.go. */
import { configMapKind } from '../../api/kinds/config-map.ts'
import { generatedVerb } from './generated.ts'
import { literalFlags, readLiterals } from './literals.ts'

export const createConfigMap = generatedVerb({
  name: 'configmap',
  aliases: ['cm'],
  kind: configMapKind,
  flags: literalFlags,
  object: ({ flags }, name) => {
    const data = readLiterals(flags, { kind: 'ConfigMap', name, field: 'Data' })
    if (typeof data === 'string') return data
    return Object.keys(data).length === 0 ? {} : { data }
  },
  failure: 'failed to create configmap: ',
})
