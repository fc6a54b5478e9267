/** The official Redis image: listens on 6379. It speaks no HTTP: such a connection is closed without an answer. */
import { defineHttpProgram } from '../http-program.ts'
import type { ImageDefinition } from '../image.ts'

export const redisImage: ImageDefinition = {
  repository: 'docker.io/library/redis',
  tags: 'any',
  newest: '8.6',
  sizeBytes: 52_428_800,
  program: defineHttpProgram({
    name: 'redis',
    ports: () => [6379],
    startSeconds: 0.05,
    memoryMebibytes: 8,
    firstLines: ['* oO0OoO0OoO0Oo Redis is starting oO0OoO0OoO0Oo', '* Ready to accept connections tcp'],
    directory: '/data',
    onRequest: () => ({ type: 'reset' }),
  }),
}
