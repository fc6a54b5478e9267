/** BusyBox: a shell. Without a command its `sh` finds no terminal and ends at once with 0. */
import type { Program } from '../../network/program.ts'
import { stagesOf } from '../command.ts'
import { respond } from '../http-program.ts'
import type { ImageDefinition } from '../image.ts'

/** Runs what it is told and nothing else. The first process of a container ignores TERM unless it handles it (PID 1). */
export const shellProgram: Program = {
  name: 'shell',
  start: ({ command, args }) => ({ ports: [], stages: stagesOf([...command, ...args], []) }),
  onRequest: () => respond(404, ''),
  onAnswer: () => respond(500, ''),
  onTerm: () => ({ type: 'ignore' }),
}

export const busyboxImage: ImageDefinition = {
  repository: 'docker.io/library/busybox',
  tags: 'any',
  sizeBytes: 2_156_519,
  program: shellProgram,
}
