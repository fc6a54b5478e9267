/** The pause container: sleeps until it is told to stop. */
import { ms } from '../../../sim/time.ts'
import type { Program } from '../../network/program.ts'
import { respond } from '../http-program.ts'
import type { ImageDefinition } from '../image.ts'

const pauseProgram: Program = {
  name: 'pause',
  main: () => [{ op: 'stay' }],
  server: () => [{ op: 'stay' }],
  ports: () => [],
  onRequest: () => respond(404, ''),
  onAnswer: () => respond(500, ''),
  onTerm: () => ({ type: 'exit', code: 0, after: ms(5) }),
}

export const pauseImage: ImageDefinition = { repository: 'registry.k8s.io/pause', tags: 'any', sizeBytes: 320_448, program: pauseProgram }
