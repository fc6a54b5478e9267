/**
 * Why something that a person ordered of the cluster's machines and processes, or trouble with them, was not done: by
 * code, with what its sentence names. Whoever asked has the words, in the language of the page.
 */

type Given = { /** As JSON. */ readonly value: string }
type OneOf = Given & { readonly field: string; /** Joined by commas. */ readonly known: string }
type Within = Given & { readonly field: string; readonly from: number; readonly to: number }

export interface OrderRefusalParams {
  readonly 'part.unknown': Given & { readonly known: string }
  /** A process needs its machine. */
  readonly 'part.machine': { readonly part: string; readonly machine: string }
  readonly 'machine.text': Given
  /** `problem` in Kubernetes' own words. */
  readonly 'machine.name': Given & { readonly problem: string }
  readonly 'machine.taken': { readonly name: string }
  readonly 'fault.object': Given
  readonly 'fault.type': Given & { readonly known: string }
  readonly 'fault.field': Given & { readonly type: string; readonly known: string }
  readonly 'fault.number': Within
  readonly 'fault.whole': Within
  readonly 'fault.choice': OneOf
  /** May be left out. */
  readonly 'fault.choice-or-none': OneOf
  /** A link has two. */
  readonly 'fault.ends': { readonly end: string }
  readonly 'fault.resource': Given
  readonly 'fault.pod': Given
  readonly 'fault.pod-idle': { readonly pod: string }
  readonly 'fault.container': Given & { readonly pod: string; readonly known: string }
  readonly 'fault.over': Given
}

export type OrderRefusal = { readonly [C in keyof OrderRefusalParams]: { readonly code: C; readonly params: OrderRefusalParams[C] } }[keyof OrderRefusalParams]

/** What was not done, and why. */
export interface Refused {
  readonly ok: false
  readonly refusal: OrderRefusal
}

export const refused = <C extends keyof OrderRefusalParams>(code: C, params: OrderRefusalParams[C]): Refused => ({ ok: false, refusal: { code, params } as OrderRefusal })

/** `"x"`, `5`, `nothing`: a value in a sentence. */
export const shown = (value: unknown): string => (value === undefined ? 'nothing' : JSON.stringify(value))
