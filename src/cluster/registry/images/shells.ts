/** Images that are a shell and its tools. Without a command their shell finds no terminal and ends at once with 0. */
import { ms } from '../../../sim/time.ts'
import type { Program } from '../../network/program.ts'
import { respond } from '../http-program.ts'
import type { ImageDefinition } from '../image.ts'

export const shellProgram: Program = {
  name: 'shell',
  main: () => [],
  ports: () => [],
  onRequest: () => respond(404, ''),
  onAnswer: () => respond(500, ''),
  onTerm: () => ({ type: 'ignore' }),
}

/** Its arguments are curl's. */
const curlProgram: Program = { ...shellProgram, name: 'curl', entrypoint: ['curl'], onTerm: () => ({ type: 'exit', code: 143, after: ms(5) }) }

const image = (repository: string, sizeBytes: number): ImageDefinition => ({ repository: `docker.io/${repository}`, tags: 'any', sizeBytes, program: shellProgram })

export const shellImages: readonly ImageDefinition[] = [
  image('library/busybox', 2_156_519),
  image('library/alpine', 3_797_882),
  image('library/bash', 6_301_342),
  image('library/debian', 48_487_217),
  image('library/ubuntu', 29_726_291),
  image('library/centos', 83_518_086),
  { ...image('curlimages/curl', 9_102_337), program: curlProgram },
  image('radial/busyboxplus', 6_104_402),
]
