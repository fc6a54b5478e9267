/** polinux/stress, which the Kubernetes documentation uses to show memory limits: `--vm-bytes 250M` takes that much. */
import { ms } from '../../../sim/time.ts'
import type { Program, StartOrder } from '../../network/program.ts'
import { respond } from '../http-program.ts'
import type { ImageDefinition } from '../image.ts'

/** A page fault after the other takes a moment. */
const fillingSeconds = 0.4
const units: { readonly [unit: string]: number } = { '': 1, K: 1_024, M: 1_048_576, G: 1_073_741_824 }

function bytesOf({ command, args }: StartOrder): number {
  const words = [...command, ...args]
  const [, amount = '256', unit = 'M'] = /^(\d+)([KMG]?)/i.exec(words[words.indexOf('--vm-bytes') + 1] ?? '') ?? []
  return words.includes('--vm') ? Number(amount) * (units[unit.toUpperCase()] ?? 1) : 0
}

const stressProgram: Program = {
  name: 'stress',
  start: (order) => ({
    ports: [],
    stages: [
      { type: 'print', text: 'stress: info: [1] dispatching hogs: 0 cpu, 0 io, 1 vm, 0 hdd' },
      { type: 'wait', seconds: fillingSeconds },
      { type: 'allocate', bytes: bytesOf(order) },
    ],
  }),
  onRequest: () => respond(404, ''),
  onAnswer: () => respond(500, ''),
  onTerm: () => ({ type: 'exit', code: 143, after: ms(20) }),
}

export const stressImage: ImageDefinition = { repository: 'docker.io/polinux/stress', tags: 'any', sizeBytes: 4_041_495, program: stressProgram }
