import { expect, test } from 'vitest'
import { openPage } from './testing/page.ts'

const namespace = 'apiVersion: v1\nkind: Namespace\nmetadata: {name: shop}\n'
const deployment = ({ replicas = 2, image = 'serverab-v2', more = '' } = {}) => `apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop}
spec:
  replicas: ${replicas}
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers: [{name: web, image: 'mirrors-registry-hub.com/mytestspace:${image}'}]
${more}`

function openShop() {
  const page = openPage(1)
  page.call('apply', `${namespace}---\n${deployment()}`, 'web.yaml')
  page.call('advance', 10_000)
  return page
}

test('a comparison names the fields that an apply would change, and after the apply none', () => {
  const page = openShop()
  const text = deployment({ replicas: 3, image: 'serverab-v3' })
  const { documents, problems, output } = page.call('compare', text, 'web.yaml')
  expect(problems).toEqual([])
  expect(documents).toMatchObject([{ object: 'deployments.apps/shop/web', verb: 'configured' }])
  expect(documents[0]?.fields).toEqual([
    { path: 'spec.replicas', before: '2', after: '3' },
    { path: 'spec.template.spec.containers[web].image', before: 'mirrors-registry-hub.com/mytestspace:serverab-v2', after: 'mirrors-registry-hub.com/mytestspace:serverab-v3' },
  ])
  expect(output[0]).toEqual({ type: 'command', text: 'kubectl diff -f web.yaml' })
  expect(output[1]?.text).toContain('+  replicas: 3')
  const [before, after] = [documents[0]?.before.split('\n') ?? [], documents[0]?.after.split('\n') ?? []]
  expect(before.filter((line) => !after.includes(line))).toEqual(['  replicas: 2', '      - image: mirrors-registry-hub.com/mytestspace:serverab-v2'])

  page.call('apply', text, 'web.yaml')
  expect(page.call('compare', text, 'web.yaml').documents).toMatchObject([{ verb: 'unchanged', fields: [] }])
})

test('what is not there would be all new', () => {
  const page = openShop()
  const [, config] = page.call('compare', deployment({ more: '---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: colours, namespace: shop}\ndata: {sky: blue}\n' }), 'web.yaml').documents
  expect(config).toEqual({ object: 'configmaps/shop/colours', verb: 'created', before: '', after: 'apiVersion: v1\ndata:\n  sky: blue\nkind: ConfigMap\nmetadata:\n  name: colours\n  namespace: shop\n', fields: [] })
})

test('what an apply would be refused for is marked at its line, unknown fields too', () => {
  const page = openShop()
  const negative = page.call('compare', deployment({ replicas: -1 }), 'web.yaml')
  expect(negative).toMatchObject({ documents: [{ verb: 'refused' }], problems: [{ code: 422, reason: 'Invalid', field: 'spec.replicas', line: 5 }] })
  const unknown = page.call('compare', deployment().replace('replicas', 'replica'), 'web.yaml')
  expect(unknown.problems).toMatchObject([{ code: 422, field: 'spec.replica', line: 5 }])
  expect(page.call('compare', 'kind: [', 'web.yaml').problems).toMatchObject([{ code: 0, line: 2 }])
})

test('without an API server nothing is wrong with the file', () => {
  const page = openShop()
  page.call('stop', 'kube-apiserver')
  const { documents, problems, output } = page.call('compare', deployment({ replicas: 3 }), 'web.yaml')
  expect([documents[0]?.verb, problems]).toEqual(['refused', []])
  expect(output.at(-1)?.text).toMatch(/^The connection to the server .* was refused/)
})

test('nothing of it stays: not in the cluster, not in its history, and undo takes back what was done before', () => {
  const page = openShop()
  page.call('scale', 'deployments.apps/shop/web', 4)
  page.call('advance', 5_000)
  const hash = page.call('hash')
  page.call('compare', `${deployment({ replicas: 9 })}---\n${namespace.replace('shop', 'new')}`, 'web.yaml')
  expect(page.call('hash')).toBe(hash)
  page.call('undo')
  expect(page.call('api', 'GET', '/apis/apps/v1/namespaces/shop/deployments/web')).toMatchObject({ body: { spec: { replicas: 2 } } })
})

test('after rewinding it compares with the moment that is shown, on the same branch', () => {
  const page = openShop()
  const before = page.call('now')
  page.call('scale', 'deployments.apps/shop/web', 4)
  page.call('advance', 5_000)
  page.call('seek', before - 1_000)
  expect(page.call('compare', deployment({ replicas: 4 }), 'web.yaml').documents[0]?.fields).toEqual([{ path: 'spec.replicas', before: '2', after: '4' }])
  expect(page.call('branches')).toHaveLength(1)
  page.call('seek', before + 5_000)
  expect(page.call('compare', deployment({ replicas: 4 }), 'web.yaml').documents[0]?.fields).toEqual([])
})
