/** The founding article's objects, as in ../shared/seed/manifests, with serverb's Deployment renamed so that both can be. */

export const namespace = 'my-test-space'
export const image = 'mirrors-registry-hub.com/mytestspace:serverab-v2'

const resources = { limits: { cpu: '250m', memory: '128Mi' }, requests: { cpu: '250m', memory: '128Mi' } }

const deployment = (name: string, app: string): object => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name, namespace, labels: { app } },
  spec: {
    replicas: 2,
    selector: { matchLabels: { app } },
    template: { metadata: { labels: { app } }, spec: { containers: [{ name: app, image, ports: [{ containerPort: 9502 }], resources }] } },
  },
})

const service = (name: string, app: string, port: number): object => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name, namespace },
  spec: { type: 'ClusterIP', selector: { app }, ports: [{ port, protocol: 'TCP', targetPort: 9502 }] },
})

export const namespaceManifest = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } }
export const servera = deployment('deployment-test-name', 'servera')
export const serverb = deployment('serverb', 'serverb')
export const serveraService = service('servera-svc', 'servera', 9601)
export const serverbService = service('serverb-svc', 'serverb', 9602)
export const ingress = {
  apiVersion: 'networking.k8s.io/v1',
  kind: 'Ingress',
  metadata: { name: 'ingress-test-name', namespace, annotations: { 'nginx.ingress.kubernetes.io/rewrite-target': '/' } },
  spec: {
    rules: [{ http: { paths: [{ path: '/myservers', pathType: 'Prefix', backend: { service: { name: 'serverb-svc', port: { number: 9602 } } } }] } }],
  },
}
export const everything = [namespaceManifest, servera, serverb, serveraService, serverbService, ingress]
