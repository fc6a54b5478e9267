/**
 * agnhost, the test image of the Kubernetes documentation. `liveness` answers /healthz well for ten seconds and then with
 * 500; `netexec` and nothing at all answer /, /hostname and /healthz. Its other commands are not played.
 */
import { pathOf, defineHttpProgram, respond } from '../http-program.ts'
import type { ImageDefinition } from '../image.ts'

const healthySeconds = 10

export const agnhostImage: ImageDefinition = {
  repository: 'registry.k8s.io/e2e-test-images/agnhost',
  tags: 'any',
  sizeBytes: 53_477_376,
  program: defineHttpProgram({
    speaksGrpc: true,
    name: 'agnhost',
    ports: () => [8080],
    startSeconds: 0.05,
    memoryMebibytes: 12,
    onRequest: (request, { order, uptimeSeconds }) => {
      const isLiveness = [...order.command, ...order.args].includes('liveness')
      if (pathOf(request) === '/healthz' && isLiveness && uptimeSeconds > healthySeconds) return respond(500, `error: ${uptimeSeconds}`)
      return respond(200, pathOf(request) === '/hostname' ? order.podName : 'ok')
    },
  }),
}
