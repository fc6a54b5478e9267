/** Images that are a shell and its tools. Without a command their shell finds no terminal and ends at once with 0. */
import { ms } from '../../../sim/time.ts'
import type { Program } from '../../network/program.ts'
import { respond } from '../http-program.ts'
import type { ImageDefinition } from '../image.ts'

export const shellProgram: Program = {
  name: 'shell',
  main: ({ keepsStdin }) => (keepsStdin ? [{ op: 'stay' }] : []),
  ports: () => [],
  onRequest: () => respond(404, ''),
  onAnswer: () => respond(500, ''),
  onTerm: () => ({ type: 'ignore' }),
}

/** Its arguments are curl's. */
const curlProgram: Program = { ...shellProgram, name: 'curl', entrypoint: ['curl'], onTerm: () => ({ type: 'exit', code: 143, after: ms(5) }) }

const image = (repository: string, newest: string, sizeBytes: number): ImageDefinition => ({ repository, tags: 'any', newest, sizeBytes, program: shellProgram })

/** The same image is found under several names. */
const busyboxes = ['docker.io/library/busybox', 'registry.k8s.io/busybox', 'registry.k8s.io/e2e-test-images/busybox', 'gcr.io/google-containers/busybox', 'quay.io/prometheus/busybox', 'mirror.gcr.io/library/busybox']

export const shellImages: readonly ImageDefinition[] = [
  ...busyboxes.map((repository) => image(repository, '1.38', 2_156_519)),
  { repository: 'docker.io/radial/busyboxplus', tags: 'any', sizeBytes: 4_141_000, program: shellProgram },
  image('docker.io/library/alpine', '3.24', 3_797_882),
  image('docker.io/library/bash', '5.3', 6_301_342),
  image('docker.io/library/debian', '13.4', 48_487_217),
  image('docker.io/library/ubuntu', '26.04', 29_726_291),
  image('docker.io/library/centos', '8.4', 83_518_086),
  { ...image('docker.io/curlimages/curl', '8.20', 9_102_337), program: curlProgram },
]
