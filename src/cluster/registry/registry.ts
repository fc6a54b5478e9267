/**
 * The image registries of this world: which references exist, how large they are, what runs in them, and what containerd
 * says when there is no such image (containerd v2 texts). A repository on a host nobody here knows is unknown; a public
 * one that is merely not described exists with every tag and runs as a generic server.
 */
import { remembering } from '../../api/meta/remember.ts'
import { hashName, hexOf } from '../../sim/random.ts'
import type { Image, Program, Registry, Resolved } from '../network/program.ts'
import type { ImageDefinition } from './image.ts'
import { genericProgram, genericSizeBytes } from './images/generic.ts'
import { images } from './images.ts'
import { formatReference, parseReference, type Reference } from './reference.ts'
import { isRelease } from './release.ts'
import { play } from './shell/play.ts'
import { commandCode, signal, start } from './shell/shell.ts'

/** Tags that tutorials use for an image that is not there; of repositories whose tags may be any words. */
const missingTag = /(does-?not-?exist|do-?not-?exist|nonexist|non-exist|not-?found|not-?exist|no-?such|invalid|broken|wrong|typo|bad-?tag)/i

export function createRegistry(definitions: readonly ImageDefinition[] = images): Registry {
  const programs = new Map<string, Program>([[genericProgram.name, genericProgram]])
  for (const { program, tags } of definitions) {
    programs.set(program.name, program)
    if (tags !== 'any') for (const tag of tags) if (tag.program) programs.set(tag.program.name, tag.program)
  }
  return { program: (name) => programs.get(name), resolve: remembering((text) => resolve(definitions, text)), start, command: commandCode, play, signal }
}

function resolve(definitions: readonly ImageDefinition[], text: string): Resolved {
  const parsed = parseReference(text)
  if (!parsed) {
    const message = `Failed to apply default image tag "${text}": couldn't parse image name "${text}": invalid reference format`
    return { ok: false, reference: text, message, invalid: true }
  }
  const reference = formatReference(parsed)
  const image = describedImage(definitions, parsed)
  return image ? { ok: true, reference, image } : { ok: false, reference, message: notFound(reference), invalid: false }
}

function describedImage(definitions: readonly ImageDefinition[], reference: Reference): Image | undefined {
  const { repository, tag } = reference
  const definition = definitions.find((known) => known.repository === repository)
  const digest = reference.digest || digestOf(`${repository}:${tag}`)
  if (definition && definition.tags !== 'any') {
    const found = definition.tags.find((known) => known.tag === tag)
    if (!found) return undefined
    const { sizeBytes = definition.sizeBytes, program = definition.program } = found
    return { repository, digest, sizeBytes, program, generic: false }
  }
  if (definition?.newest === undefined ? missingTag.test(tag) : !isRelease(tag, definition.newest)) return undefined
  if (definition) return { repository, digest, sizeBytes: definition.sizeBytes, program: definition.program, generic: false }
  return { repository, digest, sizeBytes: genericSizeBytes, program: genericProgram, generic: true }
}

const notFound = (reference: string): string =>
  `rpc error: code = NotFound desc = failed to pull and unpack image "${reference}": failed to resolve reference "${reference}": ${reference}: not found`

/** Stands for the manifest's hash: 64 digits that only depend on the name. */
export function digestOf(name: string): string {
  let digits = ''
  for (let part = 0; part < 8; part++) digits += hexOf(hashName(`${part} ${name}`))
  return `sha256:${digits}`
}
