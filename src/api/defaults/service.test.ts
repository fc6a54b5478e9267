import { describe, expect, it } from 'vitest'
import type { Service, ServiceSpec } from '../generated/types.ts'
import { serviceKind } from '../kinds/service.ts'
import type { Draft } from '../kinds/kind.ts'

const old: Service = {
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'web', namespace: 'default' },
  spec: {
    type: 'NodePort',
    clusterIP: '10.96.1.1',
    clusterIPs: ['10.96.1.1'],
    ipFamilies: ['IPv4'],
    ipFamilyPolicy: 'SingleStack',
    externalTrafficPolicy: 'Cluster',
    ports: [{ name: 'http', port: 80, nodePort: 30080, protocol: 'TCP', targetPort: 80 }],
  },
}

function updated(spec: ServiceSpec): Draft {
  const draft: Draft = { metadata: { name: 'web' }, spec: { ...spec } }
  serviceKind.applyDefaults?.(draft)
  serviceKind.prepareForUpdate?.(draft, old)
  return draft
}

describe('a Service that is sent again', () => {
  it('keeps the address and node port it was given, as kubectl apply never sends them', () => {
    const draft = updated({ type: 'NodePort', ports: [{ name: 'http', port: 8080 }] })
    expect(draft['spec']).toMatchObject({ clusterIP: '10.96.1.1', clusterIPs: ['10.96.1.1'], ports: [{ port: 8080, nodePort: 30080 }] })
  })

  it('loses its node ports and policy with its type', () => {
    const draft = updated({ ...old.spec, type: 'ClusterIP', ports: [{ name: 'http', port: 80, nodePort: 30080 }] })
    expect(draft['spec']).not.toHaveProperty('externalTrafficPolicy')
    expect(draft['spec']).toMatchObject({ ports: [{ port: 80 }] })
    expect(JSON.stringify(draft['spec'])).not.toContain('nodePort')
  })
})
