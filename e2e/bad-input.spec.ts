import { expect, test } from '@playwright/test'
import './journeys/playground.ts'

const asPrinted = 'apiVersion: v1\nkind: Service\nmetadata:name: servera-svc namespace: my-test-space\nspec:ports:- port: 9601'
const bomb = `a: &a [x,x,x,x,x,x,x,x,x,x]\n${[...'bcdefghi'].map((name, index) => `${name}: &${name} [${Array(10).fill(`*${'abcdefgh'[index]}`).join(',')}]`).join('\n')}\nkind: ConfigMap\napiVersion: v1\n`

const cases = [
  { name: 'the article as printed', yaml: asPrinted, says: /mapping values are not allowed in this context/ },
  { name: 'an unknown kind', yaml: 'apiVersion: apps/v1\nkind: StatefullSet\nmetadata: {name: db}', says: /no matches for kind "StatefullSet" in version "apps\/v1"/ },
  { name: 'an unknown field', yaml: 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x}\nbogus: 1', says: /strict decoding error: unknown field "bogus"/ },
  { name: 'a wrong type', yaml: 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x}\ndata: {a: yes}', says: /cannot unmarshal bool into Go struct field ConfigMap.data of type string/ },
  { name: '5 MB of YAML', yaml: `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x}\ndata:\n${'  key: value\n'.repeat(440_000)}`, says: /at most 3145728 are read/ },
  { name: 'an alias bomb', yaml: bomb, says: /document contains excessive aliasing/ },
  { name: 'not YAML at all', yaml: '{{{', says: /invalid character '{' looking for beginning of object key string/ },
  { name: 'nothing', yaml: '', says: /no objects passed to apply/ },
]

test('bad input gets a clear error each, and the worker lives', async ({ page }) => {
  await page.goto('/?automation')
  const answers = await page.evaluate(async (texts) => {
    await new Promise((resolve) => setTimeout(resolve, 500))
    const results: { code: number; message: string }[] = []
    for (const text of texts) {
      const [answer] = (await window.kubarium?.apply(text)) ?? []
      results.push({ code: answer?.code ?? 0, message: String((answer?.body as { message?: string } | undefined)?.message) })
    }
    return results
  }, cases.map(({ yaml }) => yaml))
  cases.forEach(({ name, says }, index) => {
    expect(answers[index]?.message, name).toMatch(says)
    expect(answers[index]?.code, name).toBeGreaterThanOrEqual(400)
  })
  expect(await page.evaluate(() => window.kubarium?.api('GET', '/api/v1/nodes'))).toMatchObject({ code: 200 })
})
