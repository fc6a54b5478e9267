/** `kubectl create secret generic NAME --from-literal=KEY=VALUE`. Follows kubernetes v1.36 kubectl/pkg/cmd/create/create_secret.go. */
import { secretKind } from '../../api/kinds/secret.ts'
import { encodeBase64, utf8 } from '../../api/meta/base64.ts'
import { textOf } from '../flags.ts'
import { generatedVerb } from './generated.ts'
import { literalFlags, readLiterals } from './literals.ts'

export const createSecret = generatedVerb({
  name: 'secret generic',
  aliases: [],
  kind: secretKind,
  flags: [...literalFlags, { name: 'type', type: 'text' }],
  object: ({ flags }, name) => {
    const texts = readLiterals(flags, { kind: 'Secret', name, field: 'Data' })
    if (typeof texts === 'string') return texts
    const type = textOf(flags, 'type')
    const data = Object.fromEntries(Object.entries(texts).map(([key, text]) => [key, encodeBase64(utf8(text))]))
    return { ...(type !== '' && { type }), ...(Object.keys(data).length > 0 && { data }) }
  },
  failure: 'failed to create secret ',
})
