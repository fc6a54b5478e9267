/** `kubectl create serviceaccount NAME`. Follows kubernetes v1.36 kubectl/pkg/cmd/create/create_serviceaccount.go. */
import { serviceAccountKind } from '../../api/kinds/service-account.ts'
import { generatedVerb } from './generated.ts'

export const createServiceAccount = generatedVerb({ name: 'serviceaccount', aliases: ['sa'], kind: serviceAccountKind, flags: [], object: () => ({}), failure: 'failed to create serviceaccount: ' })
