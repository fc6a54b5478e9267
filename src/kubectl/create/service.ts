/** `kubectl create service clusterip|nodeport|loadbalancer|externalname NAME`. Follows kubernetes v1.36 kubectl/pkg/cmd/create/create_service.go. */
import { serviceKind } from '../../api/kinds/service.ts'
import { isDNS1123Subdomain } from '../../api/validation/names.ts'
import { isGiven, listOf, textOf, type Flag } from '../flags.ts'
import type { Verb } from '../verb.ts'
import { generatedVerb } from './generated.ts'

const tcp: Flag = { name: 'tcp', type: 'list' }

interface ServiceVerb {
  readonly type: 'ClusterIP' | 'NodePort' | 'LoadBalancer' | 'ExternalName'
  readonly flags: readonly Flag[]
  readonly required?: readonly string[]
}

const serviceVerb = ({ type, flags, required }: ServiceVerb): Verb =>
  generatedVerb({
    name: `service ${type.toLowerCase()}`,
    aliases: [`svc ${type.toLowerCase()}`],
    kind: serviceKind,
    flags: [tcp, ...flags],
    ...(required && { required }),
    object: (call, name) => {
      const texts = listOf(call.flags, 'tcp').flatMap((text) => text.split(','))
      const clusterIp = textOf(call.flags, 'clusterip')
      const externalName = textOf(call.flags, 'external-name')
      if (texts.length === 0 && clusterIp !== 'None' && type !== 'ExternalName') return 'at least one tcp port specifier must be provided'
      if (type === 'ExternalName' && isDNS1123Subdomain(externalName).length > 0) return `invalid service external name ${externalName}`
      const nodePort = isGiven(call.flags, 'node-port') ? { nodePort: Number(textOf(call.flags, 'node-port')) } : {}
      const ports = texts.map((text) => portOf(text, nodePort))
      const wrong = ports.find((port) => typeof port === 'string')
      if (wrong !== undefined) return wrong
      const labels = { app: name }
      return {
        metadata: { labels },
        spec: { type, ...(ports.length > 0 && { ports }), selector: labels, ...(clusterIp !== '' && { clusterIP: clusterIp }), ...(externalName !== '' && { externalName }) },
        status: { loadBalancer: {} },
      }
    },
    failure: `failed to create ${type} service: `,
  })

/** `80` or `80:8080`; the target may be a name. */
function portOf(text: string, nodePort: object): object | string {
  const [port = '', target = port, ...more] = text.split(':')
  if (more.length > 0 || !/^\d+$/.test(port)) return `strconv.ParseInt: parsing ${JSON.stringify(port)}: invalid syntax`
  return { name: text.replaceAll(':', '-'), port: Number(port), targetPort: /^\d+$/.test(target) ? Number(target) : target, protocol: 'TCP', ...nodePort }
}

export const createClusterIp = serviceVerb({ type: 'ClusterIP', flags: [{ name: 'clusterip', type: 'text' }] })
export const createNodePort = serviceVerb({ type: 'NodePort', flags: [{ name: 'node-port', type: 'number' }] })
export const createLoadBalancer = serviceVerb({ type: 'LoadBalancer', flags: [] })
export const createExternalName = serviceVerb({ type: 'ExternalName', flags: [{ name: 'external-name', type: 'text' }], required: ['external-name'] })
