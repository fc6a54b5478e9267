/** polinux/stress, which the Kubernetes documentation uses to show memory limits: `--vm-bytes 250M` takes that much. */
import type { ImageDefinition } from '../image.ts'
import { shellProgram } from './shells.ts'

export const stressImage: ImageDefinition = { repository: 'docker.io/polinux/stress', tags: 'any', sizeBytes: 4_041_495, program: shellProgram }
