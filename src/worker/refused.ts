/** Thrown where a wish is not granted for a reason that the page puts into words: a code, and what its sentence names. */
import { DoorError } from './door-error.ts'
import type { RefusalOf, Refusal, RefusalParams } from './protocol.ts'

export class Refused extends DoorError {
  readonly refusal: Refusal

  constructor(refusal: Refusal) {
    super(`${refusal.code} ${JSON.stringify(refusal.params)}`)
    this.refusal = refusal
  }
}

export function refuse<C extends keyof RefusalParams>(code: C, params: RefusalParams[C]): never {
  const refusal: RefusalOf<C> = { code, params }
  throw new Refused(refusal as Refusal)
}
