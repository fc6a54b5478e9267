/**
 * Variables for every Service of the pod's namespace and for `kubernetes`, as at the moment the container starts.
 * Follows kubernetes v1.36 pkg/kubelet/envvars/envvars.go and kubelet_pods.go (getServiceEnvVarMap).
 */
import type { Pod, Service } from '../../api/generated/types.ts'
import type { Kubelet } from './state.ts'

export function serviceVariables({ client, ctx }: Kubelet, { metadata, spec }: Pod): [string, string][] {
  const namespace = metadata.namespace ?? ''
  const own = spec.enableServiceLinks === false ? undefined : client.list(ctx, 'services', namespace)
  const master = client.get(ctx, 'services', 'default', 'kubernetes')
  const others = own?.ok ? own.object.objects.filter(({ metadata: { name } }) => !(namespace === 'default' && name === 'kubernetes')) : []
  return [...(master.ok ? [master.object] : []), ...others].flatMap(variablesOf)
}

function variablesOf({ metadata, spec }: Service): [string, string][] {
  const address = spec.clusterIP ?? ''
  const [first] = spec.ports ?? []
  if (address === '' || address === 'None' || !first) return []
  const prefix = metadata.name.toUpperCase().replaceAll('-', '_')
  const named = (spec.ports ?? []).flatMap(({ name, port }): [string, string][] =>
    name ? [[`${prefix}_SERVICE_PORT_${name.toUpperCase().replaceAll('-', '_')}`, String(port)]] : [],
  )
  const links = (spec.ports ?? []).flatMap(({ port, protocol = 'TCP' }): [string, string][] => {
    const link = `${prefix}_PORT_${port}_${protocol}`
    return [
      [link, `${protocol.toLowerCase()}://${address}:${port}`],
      [`${link}_PROTO`, protocol.toLowerCase()],
      [`${link}_PORT`, String(port)],
      [`${link}_ADDR`, address],
    ]
  })
  const [[, firstLink = ''] = []] = links
  return [[`${prefix}_SERVICE_HOST`, address], [`${prefix}_SERVICE_PORT`, String(first.port)], ...named, [`${prefix}_PORT`, firstLink], ...links]
}
