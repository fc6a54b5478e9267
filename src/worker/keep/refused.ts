/** Thrown where a session is not opened or kept as was wished: the reason as data, which the page puts into words. */
import { DoorError } from '../door-error.ts'
import type { RefusalOf, Refusal, RefusalParams } from '../protocol.ts'

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
