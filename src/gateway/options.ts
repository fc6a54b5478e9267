/** The command line of `npm run api`. */
export interface GatewayOptions {
  /** 0 takes any free port. */
  readonly port: number
  /** Simulated seconds per second. */
  readonly speed: number
}

export type OptionsResult = { readonly ok: true; readonly options: GatewayOptions } | { readonly ok: false; readonly message: string }

export const usage = 'usage: npm run api -- [--port 8001] [--speed 1]'

/** Takes `--port 8001` and `--port=8001`. */
export function readOptions(args: readonly string[]): OptionsResult {
  const words = args.flatMap((word) => (word.startsWith('--') && word.includes('=') ? [word.slice(0, word.indexOf('=')), word.slice(word.indexOf('=') + 1)] : [word]))
  const given = new Map<string, string>()
  for (let at = 0; at < words.length; at += 2) {
    const [name = '', value] = words.slice(at, at + 2)
    if (name !== '--port' && name !== '--speed') return { ok: false, message: `unknown option ${name}` }
    if (value === undefined) return { ok: false, message: `${name} needs a value` }
    given.set(name, value)
  }
  const [port, speed] = [Number(given.get('--port') ?? 8001), Number(given.get('--speed') ?? 1)]
  if (!Number.isInteger(port) || port < 0 || port > 65_535) return { ok: false, message: `--port must be a whole number from 0 to 65535, not ${given.get('--port') ?? ''}` }
  if (!(speed > 0)) return { ok: false, message: `--speed must be more than 0, not ${given.get('--speed') ?? ''}` }
  return { ok: true, options: { port, speed } }
}
