/**
 * What a container's command line does, as a list of stages: the small part of sh that examples use (`sleep`, `echo`,
 * `exit`, `true`, `false`, `while true; do …; done`). A command it does not know is taken for the image's server, which
 * then runs in the foreground; in an image without one it takes no time and succeeds.
 */
import type { Stage } from '../network/program.ts'

const shells = new Set(['sh', '/bin/sh', 'bash', '/bin/bash', 'ash', '/bin/ash'])
/** `sleep infinity` and `tail -f /dev/null`: longer than any cluster lives. */
const forever = 1_000_000_000

/** What an unknown command does: `listen` starts the server, nothing ends at once. */
export type Unknown = readonly [{ readonly type: 'listen' }] | readonly []

/** The stages of a command line, which ends with exit code 0 unless it says otherwise. */
export function stagesOf(command: readonly string[], unknown: Unknown): readonly Stage[] {
  const stages = lineStages(command, unknown)
  const endsItself = stages.some(({ type }) => type === 'exit' || type === 'repeat' || type === 'listen')
  return endsItself ? stages : [...stages, { type: 'exit', code: 0 }]
}

function lineStages(command: readonly string[], unknown: Unknown): readonly Stage[] {
  const [first = '', ...rest] = command
  if (!shells.has(first)) return simpleCommand(command, unknown)
  const flag = rest.findIndex((word) => /^-[a-z]*c[a-z]*$/.test(word))
  return flag < 0 ? [] : scriptStages(rest[flag + 1] ?? '', unknown)
}

function scriptStages(script: string, unknown: Unknown): readonly Stage[] {
  const loop = /^([\s\S]*?)while\s+(?:true|:)\s*;?\s*do\b([\s\S]*?)\bdone\b/.exec(script)
  if (!loop) return listStages(script, unknown)
  const [, before = '', body = ''] = loop
  const repeated = listStages(body, [])
  const waits = repeated.some((stage) => stage.type === 'wait')
  const last: Stage = waits ? { type: 'repeat' } : { type: 'wait', seconds: forever }
  return [...listStages(before, unknown), ...repeated, last]
}

function listStages(list: string, unknown: Unknown): Stage[] {
  const stages: Stage[] = []
  for (const part of list.split(/;|&&|\n/)) {
    const words = wordsOf(part.trim())
    if (words.length === 0) continue
    stages.push(...simpleCommand(words, unknown))
    if (['exit', 'listen'].includes(stages.at(-1)?.type ?? '')) return stages
  }
  return stages
}

const wordsOf = (text: string): string[] => [...text.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map((match) => match[1] ?? match[2] ?? match[3] ?? '')

function simpleCommand(words: readonly string[], unknown: Unknown): readonly Stage[] {
  const [name = '', ...args] = words
  switch (name.slice(name.lastIndexOf('/') + 1)) {
    case 'sleep':
      return [{ type: 'wait', seconds: durationOf(args) }]
    case 'tail':
      return [{ type: 'wait', seconds: forever }]
    case 'echo':
    case 'printf':
      return [{ type: 'print', text: args.filter((word) => !/^-[neE]+$/.test(word)).join(' ') }]
    case 'exit':
      return [{ type: 'exit', code: Number(args[0] ?? 0) % 256 || 0 }]
    case 'false':
      return [{ type: 'exit', code: 1 }]
    case 'touch':
      return filesOf(args).map((file) => ({ type: 'touch', file }))
    case 'rm':
      return filesOf(args).map((file) => ({ type: 'remove', file }))
    case 'true':
    case ':':
    case 'date':
    case 'ls':
    case 'cat':
    case 'env':
    case 'mkdir':
    case 'trap':
      return []
    default:
      return unknown
  }
}

const filesOf = (args: readonly string[]): string[] => args.filter((word) => !word.startsWith('-'))

function durationOf(words: readonly string[]): number {
  const units: { readonly [unit: string]: number } = { '': 1, s: 1, m: 60, h: 3_600, d: 86_400 }
  let total = 0
  for (const word of words) {
    if (/^inf(inity)?$/.test(word)) return forever
    const match = /^(\d+(?:\.\d+)?)([smhd]?)$/.exec(word)
    if (match) total += Number(match[1]) * (units[match[2] ?? ''] ?? 1)
  }
  return total
}
