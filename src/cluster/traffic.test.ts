import { beforeAll, describe, expect, it } from 'vitest'
import { everything, namespace } from './testing/seed.ts'
import { openStory, type Story } from './testing/story.ts'

const isReady = (pod: { status?: { conditions?: readonly { type: string; status: string }[] } }): boolean =>
  pod.status?.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True') ?? false

/** The founding demo, applied as a whole: order does not matter but for the namespace. */
function foundingDemo(seed: number): Story {
  const story = openStory(seed)
  const [first, ...others] = everything
  if (first) story.create(first)
  story.run(1)
  story.create(...others)
  story.until('four pods are ready', () => story.pods(namespace).filter(isReady).length === 4)
  story.run(2)
  return story
}

describe('the founding demo', () => {
  let story: Story
  beforeAll(() => {
    story = foundingDemo(1)
  })
  const podOfApp = (app: string) => story.pods(namespace).find(({ metadata }) => metadata.labels?.['app'] === app)?.metadata.name ?? ''

  it('answers callapi succ, strlen: 49 when serverb calls servera by its Service name', () => {
    const { status, body, hops } = story.request({ from: `pod/${namespace}/${podOfApp('servera')}`, url: 'http://serverb-svc:9602/clientapi' })
    expect({ status, body }).toEqual({ status: 200, body: 'callapi succ, strlen: 49' })
    expect(hops.map(({ type, depth }) => `${depth} ${type}`)).toEqual([
      ...['0 dns', '0 send', '0 rule', '0 link', '0 serve'],
      ...['1 dns', '1 send', '1 rule', '1 link', '1 serve', '1 reply'],
      '0 reply',
    ])
  })

  it('shows the rule that was hit: service address and port become pod address and port', () => {
    const { hops } = story.request({ from: `pod/${namespace}/${podOfApp('serverb')}`, url: 'http://servera-svc:9601/serverapi' })
    const rule = hops.find(({ type }) => type === 'rule')
    expect(rule?.fromAddress).toMatch(/^10\.\d+\.\d+\.\d+:9601$/)
    expect(rule?.toAddress).toMatch(/^10\.244\.\d+\.\d+:9502$/)
    expect(rule?.params).toMatchObject({ service: `${namespace}/servera-svc`, verdict: 'DNAT', endpoints: 2 })
  })

  it('greets from the Ingress, because rewrite-target / swallows the path', () => {
    const { body, hops } = story.request({ from: 'internet', url: 'http://demo/myservers/clientapi' })
    expect(body).toBe('Hello, Swoole!')
    expect(hops.find(({ type }) => type === 'rewrite')?.params).toMatchObject({ before: '/myservers/clientapi', after: '/' })
  })

  it('does not distinguish case or path elements once a rewrite makes the path a regular expression', () => {
    for (const path of ['/MYSERVERS', '/myserversX']) expect(story.request({ from: 'internet', url: `http://demo${path}` }).body).toBe('Hello, Swoole!')
    expect(story.request({ from: 'internet', url: 'http://demo/other' }).status).toBe(404)
  })

  it('knows the short name in its own namespace only', () => {
    expect(story.request({ from: 'node/node-1', url: 'http://serverb-svc:9602/' }).error).toContain('Could not resolve host: serverb-svc')
    const { body, hops } = story.request({ from: `pod/${namespace}/${podOfApp('servera')}`, url: `http://serverb-svc.${namespace}:9602/` })
    expect(body).toBe('Hello, Swoole!')
    expect(hops.filter(({ type }) => type === 'dns').map(({ params }) => params['code'])).toEqual(['NXDOMAIN', 'NOERROR'])
  })

  it('refuses on a port where nothing listens, and lets a request to an address nobody owns time out', () => {
    const pod = story.pods(namespace)[0]
    expect(story.request({ from: 'node/node-1', url: `http://${pod?.status?.podIP ?? ''}:81/` }).error).toBe('Connection refused')
    expect(story.request({ from: 'node/node-1', url: 'http://10.244.9.9:80/' }).error).toBe('Connection timed out')
    expect(story.request({ from: 'internet', url: `http://${pod?.status?.podIP ?? ''}:9502/` }).error).toBe('Connection timed out')
  })

  it('refuses at once when a Service has no endpoints, and the caller says code: -1', () => {
    story.call('PATCH', `/apis/apps/v1/namespaces/${namespace}/deployments/deployment-test-name`, { spec: { replicas: 0 } })
    story.run(5)
    const { body, hops } = story.request({ from: 'node/node-1', url: `http://${story.pods(namespace)[0]?.status?.podIP ?? ''}:9502/clientapi` })
    expect(body).toBe('callapi fail, code: -1')
    expect(hops.find(({ type }) => type === 'rule')?.params['verdict']).toBe('REJECT')
  })

  it('answers 503 from the Ingress when its Service has no endpoints', () => {
    story.call('PATCH', `/apis/apps/v1/namespaces/${namespace}/deployments/serverb`, { spec: { replicas: 0 } })
    story.run(5)
    expect(story.request({ from: 'internet', url: 'http://demo/myservers' }).status).toBe(503)
  })

  it('refuses at its address without an ingress controller, and on ports that nginx does not listen on', () => {
    expect(story.request({ from: 'internet', url: 'http://demo:9602/' }).error).toBe('Connection refused')
    story.cluster.kernel.stop('ingress-controller')
    expect(story.request({ from: 'internet', url: 'http://demo/myservers' }).error).toBe('Connection refused')
  })
})

describe('an Ingress with a capture group', () => {
  it('lets the rest of the path through', () => {
    const story = foundingDemo(2)
    const path = `/apis/networking.k8s.io/v1/namespaces/${namespace}/ingresses/ingress-test-name`
    const backend = { service: { name: 'serverb-svc', port: { number: 9602 } } }
    const code = story.call('PATCH', path, {
      metadata: { annotations: { 'nginx.ingress.kubernetes.io/rewrite-target': '/$2', 'nginx.ingress.kubernetes.io/use-regex': 'true' } },
      spec: { rules: [{ http: { paths: [{ path: '/myservers(/|$)(.*)', pathType: 'ImplementationSpecific', backend }] } }] },
    })
    expect(code).toBe(200)
    story.run(1)
    expect(story.request({ from: 'internet', url: 'http://demo/myservers/clientapi' }).body).toBe('callapi succ, strlen: 49')
  })
})
