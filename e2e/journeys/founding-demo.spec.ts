import { expect, test } from '@playwright/test'
import { advance, applyButton, applyFile, openFile, openObject, openPlayground, output, podNames, runDemo, space } from './playground.ts'

/** The inspector's words for scaling by one. */
const moreReplicas = 'One more replica'
const fewerReplicas = 'One fewer replica'

test.beforeEach(({ page }) => openPlayground(page))

test('1: an apply without its namespace is refused at the line; after the namespace the hops can be read one by one', async ({ page }) => {
  await applyFile(page, 'servera-deployment.yaml')
  const notice = page.getByRole('alert').filter({ hasText: 'namespaces "my-test-space" not found' })
  await expect(notice).toBeVisible()
  await expect(output(page)).toContainText('Error from server (NotFound): error when creating "servera-deployment.yaml": namespaces "my-test-space" not found')

  await notice.getByRole('button', { name: 'Apply namespace.yaml first' }).click()
  await expect(output(page)).toContainText('namespace/my-test-space created')
  await advance(page, 500)
  await applyFile(page, 'servera-deployment.yaml')
  await advance(page, 6_000)

  await openObject(page, /^deployment-test-name\s*deployments/)
  const inspector = page.getByRole('complementary')
  await inspector.getByRole('tab', { name: 'Trace' }).click()
  const hops = ['kubectl', 'kube-apiserver', 'etcd', 'deployment controller', 'replicaset controller', 'scheduler', 'kubelet']
  for (const hop of hops) await expect(inspector.getByText(hop, { exact: true }).first()).toBeVisible()
  await applyFile(page, 'servera-service.yaml')
  await advance(page, 2_000)
  await expect(page.getByRole('button', { name: /servera-svc/ }).first()).toContainText('2/2')
})

test('2: serverb as printed is refused with 422 at its selector, and accepted under its own name', async ({ page }) => {
  await applyFile(page, 'namespace.yaml')
  await advance(page, 500)
  await applyFile(page, 'servera-deployment.yaml')
  await applyFile(page, 'serverb-deployment.yaml')
  const notice = page.getByRole('alert').filter({ hasText: 'field is immutable' })
  await expect(notice).toContainText('422 Invalid')
  await expect(notice).toContainText('spec.selector: Invalid value: {"matchLabels":{"app":"serverb"}}: field is immutable')
  await expect(page.getByText('1 problem, nothing was changed')).toBeVisible()

  await notice.getByRole('button', { name: 'Rename this one to serverb' }).click()
  await applyButton(page).click()
  await expect(output(page)).toContainText('deployment.apps/serverb created')
  await applyButton(page).click()
  await expect(output(page)).toContainText('deployment.apps/serverb unchanged')
})

test('3 and 4: requests from a pod, a node and the Internet travel as dots and answer as in life', async ({ page }) => {
  await runDemo(page)
  const pods = await podNames(page, 'servera')

  await page.getByRole('tab', { name: 'Requests' }).click()
  await page.getByLabel('From').selectOption({ label: pods[0] ?? '' })
  await expect(page.getByLabel('Address')).toHaveValue('http://serverb-svc:9602/clientapi')
  await page.getByRole('button', { name: 'Send', exact: true }).click()
  await advance(page, 2)
  const dots = await page.evaluate(() => window.kubarium?.dots())
  expect(dots?.length ?? 0).toBeGreaterThan(0)
  await advance(page, 1_000)
  const inspector = page.getByRole('complementary')
  await expect(inspector).toContainText('callapi succ, strlen: 49')
  await expect(inspector).toContainText('servera-svc')
  await expect(inspector).toContainText(/10\.244\.\d+\.\d+:9502/)

  await page.getByLabel('From').selectOption('internet')
  await expect(page.getByLabel('Address')).toHaveValue('http://demo/myservers/clientapi')
  await page.getByRole('button', { name: 'Send', exact: true }).click()
  await advance(page, 1_000)
  await expect(inspector).toContainText('Hello, Swoole!')

  await page.getByLabel('From').selectOption({ label: 'node-1' })
  await page.getByRole('button', { name: 'Send', exact: true }).click()
  await advance(page, 12_000)
  await expect(inspector).toContainText(/Could not resolve host/)
})

test('4: a capture group in the Ingress leads to the right answer', async ({ page }) => {
  await runDemo(page)
  const answer = await page.evaluate(async (namespace) => {
    const { kubarium } = window
    const path = `/apis/networking.k8s.io/v1/namespaces/${namespace}/ingresses/ingress-test-name`
    await kubarium?.api('PATCH', path, {
      metadata: { annotations: { 'nginx.ingress.kubernetes.io/rewrite-target': '/$2', 'nginx.ingress.kubernetes.io/use-regex': 'true' } },
      spec: { rules: [{ http: { paths: [{ path: '/myservers(/|$)(.*)', pathType: 'ImplementationSpecific', backend: { service: { name: 'serverb-svc', port: { number: 9602 } } } }] } }] },
    })
    await kubarium?.advance(1_000)
    return kubarium?.request({ from: 'internet', url: 'http://demo/myservers/clientapi' })
  }, space)
  expect(answer).toMatchObject({ status: 200, body: 'callapi succ, strlen: 49' })
})

test('5: scaling by button to 5 and back to 1, and a deleted pod is replaced', async ({ page }) => {
  await runDemo(page)
  const endpoints = (count: string) => expect(page.getByRole('button', { name: /servera-svc/ }).first()).toContainText(count)
  const replicas = (n: number) =>
    page.evaluate(async ([namespace, wanted]) => window.kubarium?.advanceUntil(`deployment/${namespace}/deployment-test-name`, '{.status.readyReplicas}', wanted, 30_000), [space, n] as const)

  await openObject(page, /^deployment-test-name\s*deployments/)
  const inspector = page.getByRole('complementary')
  for (let n = 2; n < 5; n++) await inspector.getByRole('button', { name: moreReplicas }).click()
  await expect(output(page)).toContainText('--replicas=5')
  expect(await replicas(5)).toMatchObject({ met: true })
  await advance(page, 3_000)
  await endpoints('5/5')
  for (let n = 5; n > 1; n--) await inspector.getByRole('button', { name: fewerReplicas }).click()
  expect(await replicas(1)).toMatchObject({ met: true })
  await advance(page, 5_000)
  await endpoints('1/1')

  const pods = () => podNames(page, 'servera')
  const before = await pods()
  await openObject(page, /^servera \w+\s*pods/)
  await inspector.getByRole('button', { name: 'Delete' }).click()
  await expect(output(page)).toContainText('deleted from my-test-space namespace')
  await advance(page, 40_000)
  expect(await pods()).toHaveLength(1)
  expect(await pods()).not.toEqual(before)
  await endpoints('1/1')
})

test('6: pause, step and speed', async ({ page }) => {
  const clock = page.getByRole('timer', { name: 'Simulated time' })
  const before = await clock.textContent()
  await page.getByRole('button', { name: 'Play', exact: true }).click()
  await expect(clock).not.toHaveText(before ?? '')
  await page.getByRole('button', { name: 'Pause' }).click()
  await expect(page.getByRole('button', { name: 'Play', exact: true })).toBeVisible()
  const paused = await clock.textContent()
  await page.waitForTimeout(300)
  await expect(clock).toHaveText(paused ?? '')

  await applyFile(page, 'namespace.yaml')
  await applyFile(page, 'servera-deployment.yaml')
  await expect(output(page)).toContainText('deployment.apps/deployment-test-name created')
  await page.getByRole('button', { name: 'Step to the next event' }).click()
  await expect(clock).not.toHaveText(paused ?? '')

  await page.getByRole('radio', { name: '1/100' }).click()
  await expect(page.getByRole('radio', { name: '1/100' })).toBeChecked()
  await page.getByRole('button', { name: 'Pause' }).click()
})

test('7: a pod shows its summary, YAML, events, owner and the scheduler’s table', async ({ page }) => {
  await runDemo(page)
  await openObject(page, /^servera \w+\s*pods/)
  const inspector = page.getByRole('complementary')
  await expect(inspector).toContainText('Running')
  await expect(inspector).toContainText('deployment-test-name')
  await inspector.getByRole('tab', { name: 'YAML' }).click()
  await expect(inspector).toContainText('kind: Pod')
  await inspector.getByRole('tab', { name: 'Events' }).click()
  await expect(inspector).toContainText('Scheduled')
  await expect(inspector).toContainText('Started')
  await inspector.getByRole('tab', { name: 'Why' }).click()
  await expect(inspector).toContainText('It is ready because all its containers run')
  await expect(inspector.getByRole('table').first()).toContainText('NodeResourcesFit')
})

/** On the next visit the browser never gets round to writing; on the one after it does. */
const stallStorageOnce = (): void => {
  if (sessionStorage.getItem('stalled')) return
  sessionStorage.setItem('stalled', 'yes')
  indexedDB.open = () => ({ addEventListener: () => undefined }) as unknown as IDBOpenDBRequest
}

test('8: what was typed is kept even if the page goes before the browser has written it', async ({ page }) => {
  await page.addInitScript(stallStorageOnce)
  await page.reload()
  await openFile(page, 'namespace.yaml')
  await page.locator('.monaco-editor .view-lines').first().click()
  await page.keyboard.press('Control+Home')
  await page.keyboard.type('# mine\n')
  await expect(page.getByText('5 lines, no problems')).toBeVisible()
  await page.reload()
  await expect(page.locator('.monaco-editor .view-lines').first()).toContainText(/#\s+mine/)
})

test('8: files survive a reload, the cluster starts afresh and says so; reset; a crash leaves a way on', async ({ page }) => {
  await openFile(page, 'namespace.yaml')
  await page.locator('.monaco-editor .view-lines').first().click()
  await page.keyboard.press('Control+Home')
  await page.keyboard.type('# mine\n')
  await expect(page.getByText('5 lines, no problems')).toBeVisible()
  await page.reload()
  await expect(page.getByText('The cluster starts afresh on each visit')).toBeVisible()
  await expect(page.locator('.monaco-editor .view-lines').first()).toContainText(/#\s+mine/)

  await page.getByRole('button', { name: 'Help' }).click()
  await page.getByRole('button', { name: 'Reset to the start' }).click()
  await page.getByRole('button', { name: 'Reset', exact: true }).click()
  await expect(page.locator('.monaco-editor .view-lines').first()).not.toContainText(/#\s+mine/)

  const [worker] = page.workers().filter((candidate) => candidate.url().includes('worker'))
  await Promise.all(page.workers().map((each) => each.evaluate(() => void setTimeout(() => { throw new Error('planted') })).catch(() => undefined)))
  expect(worker).toBeDefined()
  const dialog = page.getByRole('alertdialog')
  await expect(dialog).toContainText('The cluster stopped')
  await dialog.getByRole('button', { name: 'Start a fresh cluster' }).click()
  await expect(dialog).toBeHidden()
  await applyFile(page, 'namespace.yaml')
  await expect(output(page)).toContainText('namespace/my-test-space created')
})
