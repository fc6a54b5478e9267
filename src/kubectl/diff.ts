/**
 * `kubectl diff -f FILE`: what apply would change, as `diff -u -N` prints it for two folders, one with each object as it is
 * and one as it would be. Exit code 1 says that something differs, 2 that something went wrong: then nothing is shown.
 * Follows kubernetes v1.36 kubectl/pkg/cmd/diff/diff.go; --server-side, --prune and --selector are refused by name.
 */
import { unifiedLines } from '../api/validation/unified-diff.ts'
import { hashName } from '../sim/random.ts'
import { buildInfos, type Built, type Info } from './builder.ts'
import { printErrors } from './errors.ts'
import { isGiven, isOn, listOf, textOf } from './flags.ts'
import { merge, type Merged } from './merged.ts'
import { fileFlags, fileText, namespaceFlag, selectorFlag } from './select.ts'
import { failure, out, type Handle, type Line } from './session.ts'
import { failed, usageError, type Call, type Outcome, type Verb } from './verb.ts'
import { yamlOf } from './yaml-printer.ts'

const unsupported = ['server-side', 'prune', 'selector'] as const

export const diff: Verb = {
  name: 'diff',
  flags: [
    namespaceFlag,
    ...fileFlags,
    selectorFlag,
    { name: 'server-side', type: 'boolean' },
    { name: 'force-conflicts', type: 'boolean' },
    { name: 'prune', type: 'boolean' },
    { name: 'prune-allowlist', type: 'list' },
    { name: 'field-manager', type: 'text' },
    { name: 'concurrency', type: 'number' },
  ],
  misused: (message) => asTrouble(usageError({ verb: 'diff' }, message)),
  run: (call) => {
    if (call.words.length > 0) return asTrouble(usageError(call, `Unexpected args: [${call.words.join(' ')}]`))
    const files = listOf(call.flags, 'filename')
    if (files.length === 0) return asTrouble(failed('must specify one of -f and -k'))
    const refused = unsupported.find((name) => (name === 'selector' ? isGiven(call.flags, name) : isOn(call.flags, name)))
    if (refused !== undefined) return asTrouble(failed(`diff --${refused} is not supported here yet`))
    if (isOn(call.flags, 'force-conflicts')) return asTrouble(failed('--force-conflicts only works with --server-side'))
    const texts = files.map((file) => ({ file, ...fileText(call, file) }))
    const missing = texts.find(({ text }) => text === undefined)
    if (missing) return asTrouble(failed(`the path ${JSON.stringify(missing.file)} does not exist`))
    return differences(texts.flatMap(({ source, text = '' }) => builtFrom(call, source, text)), call)
  },
}

/** 1 would say that something differs. */
const asTrouble = (outcome: Outcome): Outcome => ({ ...outcome, code: 2 })

type FromFile = Built & { readonly source: string }

function builtFrom({ flags }: Pick<Call, 'flags'>, source: string, text: string): FromFile[] {
  const namespace = isGiven(flags, 'namespace') ? textOf(flags, 'namespace') : undefined
  return buildInfos({ text, source, namespace, schemaless: true }).map((built) => ({ ...built, source }))
}

export interface DiffSurroundings {
  readonly handle: Handle
  /** RFC 3339. */
  readonly now: string
}

/** The first error ends it. */
export function differences(all: readonly FromFile[], { handle, now }: DiffSurroundings): Outcome {
  const warnings: Line[] = []
  const pairs = new Map<string, Printed>()
  for (const built of all) {
    const done = built.type === 'error' ? built : merge(built.info, { file: built.source, handle })
    if ('warnings' in done) warnings.push(...done.warnings)
    if ('error' in done) return { code: 2, output: [...warnings, failure(printErrors([done.error]))] }
    if ('live' in done && built.type === 'info') pairs.set(fileNameOf(built.info), printed(built.info, done))
  }
  const output = comparisons(pairs, now)
  return { code: output.length === 0 ? 0 : 1, output: [...warnings, ...output] }
}

/** `apps.v1.Deployment.shop.web`, as the two files are called. */
const fileNameOf = ({ kind, namespace, name }: Info): string => [...(kind.group === '' ? [] : [kind.group]), kind.version, kind.kind, namespace, name].join('.')

interface Printed {
  readonly live: string
  readonly merged: string
}

/** An object that is not there is an empty file; a Secret's, which has been through the mask, says so. */
const printed = ({ kind }: Info, { live, merged }: Extract<Merged, { ok: true }>): Printed => ({ live: live ? yamlOf(live) : kind.kind === 'Secret' ? 'null\n' : '', merged: yamlOf(merged) })

function comparisons(pairs: ReadonlyMap<string, Printed>, now: string): Line[] {
  const names = [...pairs.keys()].sort((a, b) => (a < b ? -1 : 1))
  // Temporary folders have numbers that nobody knows before.
  const folder = (version: string) => `/tmp/${version}-${hashName(`${version} ${now} ${names.join(' ')}`)}`
  const [from, to] = [folder('LIVE'), folder('MERGED')]
  const time = `${now.slice(0, 10)} ${now.slice(11, 19)}.000000000 +0000`
  return names.flatMap((name): Line[] => {
    const { live = '', merged = '' } = pairs.get(name) ?? {}
    const hunks = unifiedLines(live, merged)
    if (hunks === '') return []
    return [out([`diff -u -N ${from}/${name} ${to}/${name}`, `--- ${from}/${name}\t${time}`, `+++ ${to}/${name}\t${time}`, hunks.slice(0, -1)].join('\n'))]
  })
}
