/** What an image that nobody described runs: an HTTP server on the ports the pod declares, which says who it is. */
import type { Program } from '../../network/program.ts'
import { defineHttpProgram, respond } from '../http-program.ts'

export const genericProgram: Program = defineHttpProgram({
  speaksGrpc: true,
  name: 'generic',
  ports: ({ declaredPorts }) => declaredPorts,
  startSeconds: 0.15,
  memoryMebibytes: 32,
  onRequest: (request, { order: { podName, podAddress } }) =>
    respond(200, `Hostname: ${podName}\nIP: ${podAddress}\n${request.method} ${request.path} HTTP/1.1\nHost: ${request.host}\n`),
})
/** As large as a middling server image. */
export const genericSizeBytes = 58_720_256
