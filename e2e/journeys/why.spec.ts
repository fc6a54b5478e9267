/** "Why?" asked on a pod, a node, a Deployment and a request; each answer names its objects, and some have a remedy. */
import { expect, test } from '@playwright/test'
import { advance, openPlayground, runDemo, space } from './playground.ts'

test.beforeEach(async ({ page }) => openPlayground(page))

const manifest = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'greedy', namespace: 'default' }, spec: { containers: [{ name: 'c', image: 'nginx:1.27', resources: { requests: { cpu: '3400m' } } }] } }

test('a pod that waits says why, node by node, and a button helps', async ({ page }) => {
  await runDemo(page)
  await page.evaluate(async (pod) => {
    await window.kubarium?.kubectl(['cordon', 'node-2'])
    await window.kubarium?.apply(JSON.stringify({ ...pod, metadata: { ...pod.metadata, name: 'first' } }))
    await window.kubarium?.advance(3_000)
    await window.kubarium?.apply(JSON.stringify(pod))
    await window.kubarium?.advance(3_000)
  }, manifest)
  await page.locator('[data-key="pods/default/greedy"]').click()
  const inspector = page.getByRole('complementary')
  await inspector.getByRole('tab', { name: 'Why' }).click()
  await expect(inspector).toContainText('It waits because none of the 2 nodes passes every filter.')
  await expect(inspector).toContainText('node-1 has too little CPU: it asks for 3.4, 0.1 of 4 are free')
  await expect(inspector).toContainText('node-2 is cordoned.')
  await inspector.getByRole('button', { name: 'node-2', exact: true }).first().click()
  await expect(inspector).toContainText('node-2 was cordoned by hand at')
  await page.locator('[data-key="pods/default/greedy"]').click()
  await inspector.getByRole('button', { name: 'Uncordon node-2' }).click()
  await expect(page.getByRole('log', { name: 'Output' })).toContainText('node/node-2 uncordoned')
  await advance(page, 8_000)
  await expect(inspector).toContainText('It is ready because all its containers run')
  await expect(inspector).toContainText('It is on node-2')
})

test('a request says which rule chose its pod, or which one refused it', async ({ page }) => {
  await runDemo(page)
  const sentences = await page.evaluate(async (namespace) => {
    const { kubarium } = window
    const name = (await kubarium?.kubectl(['get', 'pods', '-n', namespace, '-l', 'app=servera', '-o', 'name']))?.[0]?.split('/')[1] ?? ''
    await kubarium?.request({ from: `pod/${namespace}/${name}`, url: 'http://serverb-svc:9602/' })
    await kubarium?.kubectl(['scale', 'deployment', 'serverb', '-n', namespace, '--replicas=0'])
    await kubarium?.advance(40_000)
    await kubarium?.request({ from: `pod/${namespace}/${name}`, url: 'http://serverb-svc:9602/' })
    return [await kubarium?.why('request/1'), await kubarium?.why('request/2')]
  }, space)
  expect(sentences[0]?.join(' ')).toMatch(/The rule of serverb-svc on node-\d drew serverb-\S+, one of 2 endpoints/)
  expect(sentences[1]?.[0]).toMatch(/^serverb-svc has no endpoint: the rule on node-\d refuses the connection\.$/)
  await page.getByRole('tab', { name: 'Requests' }).click()
  await page.getByRole('button', { name: /serverb-svc/ }).first().click()
  await expect(page.getByRole('complementary')).toContainText('refuses the connection')
})
