/** The kind-specific facts of rows, in the shapes in which the kind files of `api/kinds` write them. */
import type { Row } from '../../view/world.ts'

export interface PodDetail {
  readonly containers: readonly {
    readonly name: string
    readonly image: string
    readonly state: string
    readonly ready: boolean
    readonly restarts: number
    readonly init?: true
  }[]
  readonly qosClass: string
}

export interface WorkloadDetail {
  readonly updated?: number
  readonly available: number
  readonly revision: string
  readonly strategy?: string
  readonly images: string
}

export interface ServiceDetail {
  readonly type: string
  readonly ports: readonly { readonly name: string; readonly port: number; readonly targetPort: number | string; readonly nodePort: number; readonly protocol: string }[]
  readonly selector: { readonly [label: string]: string }
  readonly externalIP: string
}

export interface IngressDetail {
  readonly className: string
  readonly address: string
  readonly rewriteTarget: string
  readonly defaultBackend: string
  readonly rules: readonly {
    readonly host: string
    readonly paths: readonly { readonly path: string; readonly pathType: string; readonly service: string; readonly port: number | string }[]
  }[]
}

export interface NodeDetail {
  readonly podCIDR: string
  readonly conditions: readonly { readonly type: string; readonly status: string; readonly reason: string }[]
  readonly taints: readonly { readonly key: string; readonly value?: string; readonly effect: string }[]
  readonly unschedulable: boolean
  readonly allocatable: { readonly [resource: string]: string }
  readonly kubeletVersion: string
}

export interface SliceDetail {
  readonly service: string
  readonly endpoints: readonly { readonly ip: string; readonly ready: boolean; readonly terminating: boolean; readonly node: string; readonly pod: string }[]
  readonly ports: readonly { readonly name: string; readonly port: number; readonly protocol: string }[]
}

/** The detail of a row, whose resource says which shape it has. */
export const detailOf = <T>(row: Row): T => row.detail as T
