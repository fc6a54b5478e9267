/** A namespace `shop` to ask about: objects that name only what matters to the case, and the words of the answers. */
import type { Pod } from '../../api/generated/types.ts'
import type { WhySentence } from '../protocol.ts'
import { openPage } from './page.ts'

export type Page = ReturnType<typeof openPage>

const namespace = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } }

interface Workload {
  readonly replicas?: number
  readonly container?: object
  readonly spec?: object
  readonly deployment?: object
}

export const deployment = (name: string, { replicas = 1, container = {}, spec = {}, deployment: rest = {} }: Workload = {}) => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name, namespace: 'shop' },
  spec: {
    replicas,
    selector: { matchLabels: { app: name } },
    template: { metadata: { labels: { app: name } }, spec: { containers: [{ name: 'c', image: 'nginx:1.27', ports: [{ containerPort: 80 }], ...container }], ...spec } },
    ...rest,
  },
})

export const service = (name: string, selector: object, spec: object = {}) => ({ apiVersion: 'v1', kind: 'Service', metadata: { name, namespace: 'shop' }, spec: { selector, ports: [{ port: 80 }], ...spec } })

export const pod = (name: string, container: object, spec: object = {}) => ({ apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace: 'shop', labels: { app: name } }, spec: { containers: [{ name: 'c', image: 'nginx:1.27', ...container }], ...spec } })

export const apply = (page: Page, ...objects: readonly object[]) => page.call('apply', objects.map((object) => JSON.stringify(object)).join('\n---\n'), 'shop.yaml')

export function shop(...objects: readonly object[]): Page {
  const page = openPage()
  apply(page, namespace)
  // Its default ServiceAccount has to be there first.
  page.call('advance', 1_000)
  apply(page, ...objects)
  return page
}

export const podsOf = (page: Page): readonly Pod[] => (page.call('api', 'GET', '/api/v1/namespaces/shop/pods').body as { items: Pod[] }).items
export const nameOf = (page: Page, index = 0): string => podsOf(page)[index]?.metadata.name ?? ''
export const patch = (page: Page, path: string, body: object) => page.call('api', 'PATCH', path, body)
export const codes = (said: readonly WhySentence[]): readonly string[] => said.map(({ code }) => code)
export const answers = (said: readonly WhySentence[]): readonly string[] => codes(said.filter(({ level }) => level === 'answer'))
export const find = (said: readonly WhySentence[], code: string) => said.find((sentence) => sentence.code === code)
export const whyFirst = (page: Page) => page.call('why', `pods/shop/${nameOf(page)}`)
