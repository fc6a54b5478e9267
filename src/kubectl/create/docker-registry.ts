/** `kubectl create secret docker-registry NAME --docker-server=… --docker-username=… --docker-password=…`. Follows kubernetes v1.36 kubectl/pkg/cmd/create/create_secret_docker.go. */
import { secretKind } from '../../api/kinds/secret.ts'
import { encodeBase64, utf8 } from '../../api/meta/base64.ts'
import { textOf } from '../flags.ts'
import { sortedJson } from '../sorted-json.ts'
import { generatedVerb } from './generated.ts'

export const createDockerRegistry = generatedVerb({
  name: 'secret docker-registry',
  aliases: [],
  kind: secretKind,
  flags: ['server', 'username', 'password', 'email'].map((name) => ({ name: `docker-${name}`, type: 'text' })),
  object: ({ flags }) => {
    const of = (name: string, otherwise = '') => textOf(flags, `docker-${name}`, otherwise)
    const [server, username, password, email] = [of('server', 'https://index.docker.io/v1/'), of('username'), of('password'), of('email')]
    if (username === '' || password === '' || server === '') return 'either --from-file or the combination of --docker-username, --docker-password and --docker-server is required'
    // In the order of upstream's fields.
    const login = `{"username":${sortedJson(username)},"password":${sortedJson(password)}${email === '' ? '' : `,"email":${sortedJson(email)}`},"auth":"${encodeBase64(utf8(`${username}:${password}`))}"}`
    return { data: { '.dockerconfigjson': encodeBase64(utf8(`{"auths":{${sortedJson(server)}:${login}}}`)) }, type: 'kubernetes.io/dockerconfigjson' }
  },
  failure: 'failed to create secret ',
})
