/** `kubectl create namespace NAME`. Follows kubernetes v1.36 kubectl/pkg/cmd/create/create_namespace.go. */
import { namespaceKind } from '../../api/kinds/namespace.ts'
import { generatedVerb } from './generated.ts'

export const createNamespace = generatedVerb({ name: 'namespace', aliases: ['ns'], kind: namespaceKind, flags: [], object: () => ({ spec: {}, status: {} }), failure: '' })
