/** `kubectl create ingress NAME --rule='host/path*=service:port[,tls[=secret]]'`. Follows kubernetes v1.36 kubectl/pkg/cmd/create/create_ingress.go. */
import { ingressKind } from '../../api/kinds/ingress.ts'
import { listOf, textOf } from '../flags.ts'
import { generatedVerb } from './generated.ts'

const rulePattern = /^[A-Za-z0-9.*\-_]*\/[\w/\-.~!$&'()+,;=:@%]*\*?=[A-Za-z0-9-]+:(?:[A-Za-z0-9-]+)(?:,(?:[A-Za-z0-9-]+)(?:=[A-Za-z0-9.-]+)?)*$/
const backendPattern = /^[A-Za-z0-9-]+:[A-Za-z0-9-]+$/

export const createIngress = generatedVerb({
  name: 'ingress',
  aliases: ['ing'],
  kind: ingressKind,
  flags: [{ name: 'class', type: 'text' }, { name: 'rule', type: 'list' }, { name: 'default-backend', type: 'text' }, { name: 'annotation', type: 'list' }],
  object: ({ flags }) => {
    const [rules, backend, annotations] = [listOf(flags, 'rule'), textOf(flags, 'default-backend'), listOf(flags, 'annotation')]
    if (backend === '' && rules.length === 0) return 'not enough information provided: every ingress has to either specify a default-backend (which catches all traffic) or a list of rules (which catch specific paths)'
    const wrongRule = rules.find((rule) => !rulePattern.test(rule))
    if (wrongRule !== undefined) return `rule ${wrongRule} is invalid and should be in format host/path=svcname:svcport[,tls[=secret]]`
    const wrongNote = annotations.find((text) => !/^[^=]+=/.test(text))
    if (wrongNote !== undefined) return `annotation ${wrongNote} is invalid and should be in format key=[value]`
    if (backend !== '' && !backendPattern.test(backend)) return 'default-backend should be in format servicename:serviceport'
    const read = rules.map(ruleOf)
    const tls = tlsOf(read)
    const className = textOf(flags, 'class')
    return {
      ...(annotations.length > 0 && { metadata: { annotations: Object.fromEntries(annotations.map((text) => [text.replace(/=.*$/s, ''), text.replace(/^[^=]*=/s, '')])) } }),
      spec: {
        ...(className !== '' && { ingressClassName: className }),
        ...(backend !== '' && { defaultBackend: backendOf(backend) }),
        ...(tls.length > 0 && { tls }),
        ...(read.length > 0 && { rules: [...new Set(read.map(({ host }) => host))].map((host) => hostRule(host, read)) }),
      },
      status: { loadBalancer: {} },
    }
  },
  failure: 'failed to create ingress: ',
})

interface Rule {
  readonly host: string
  readonly path: string
  readonly service: string
  /** The secret, '' for the controller's own certificate. */
  readonly tls: string | undefined
}

function ruleOf(text: string): Rule {
  const [, host = '', path = '', service = '', more = ''] = /^([^/]*)(\/[^=]*)=([^,]*)(.*)$/.exec(text) ?? []
  const tls = more.split(',').find((part) => /^tls(?:=|$)/.test(part))
  return { host, path, service, tls: tls?.replace(/^tls=?/, '') }
}

function backendOf(text: string): object {
  const [name = '', port = ''] = text.split(':')
  return { service: { name, port: /^\d+$/.test(port) ? { number: Number(port) } : { name: port } } }
}

function hostRule(host: string, rules: readonly Rule[]): object {
  const paths = rules.filter((rule) => rule.host === host).map(({ path, service }) => ({ path: path.replace(/\*$/, ''), pathType: path.endsWith('*') ? 'Prefix' : 'Exact', backend: backendOf(service) }))
  return { ...(host !== '' && { host }), http: { paths } }
}

/** One entry for each secret. */
function tlsOf(rules: readonly Rule[]): object[] {
  const secrets = [...new Set(rules.flatMap(({ tls }) => (tls === undefined ? [] : [tls])))]
  return secrets.map((secretName) => {
    const hosts = [...new Set(rules.filter(({ tls }) => tls === secretName).map(({ host }) => host))].filter((host) => host !== '')
    return { ...(hosts.length > 0 && { hosts }), ...(secretName !== '' && { secretName }) }
  })
}
