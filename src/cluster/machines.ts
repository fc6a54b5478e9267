/**
 * Machines and their addresses: those the cluster was born with, and those that are plugged in later. A new one boots,
 * then its init system starts kubelet and kube-proxy, and the kubelet registers it as a Node.
 */
import { refused, shown, type Refused } from '../api/refusal.ts'
import { nameIsDNSSubdomain } from '../api/validation/names.ts'
import type { Kernel } from '../sim/kernel.ts'
import { instanceOf, typeOf } from '../sim/part.ts'
import { bootTime, tellAbout } from './parts.ts'

export type PluggedIn = { readonly ok: true; readonly name: string } | Refused

export interface Machines {
  /** Of a machine that starts for the first time; afterwards it knows its own. */
  addressOf(name: string): string
  /** The first of `node-1`, `node-2`, … that is free. */
  freeName(kernel: Kernel): string
  plugIn(kernel: Kernel, name: string): PluggedIn
}

const machinesIn = (kernel: Kernel): readonly string[] => kernel.parts().filter((part) => typeOf(part) === 'node').map(instanceOf)

/** `processes` are those that every machine runs. */
export function createMachines(names: readonly string[], processes: readonly string[]): Machines {
  const addresses = new Map(names.map((name, index) => [name, addressAt(index)]))
  return {
    addressOf: (name) => addresses.get(name) ?? '',
    freeName: (kernel) => {
      const taken = new Set(machinesIn(kernel))
      let number = 1
      while (taken.has(`node-${number}`)) number++
      return `node-${number}`
    },
    plugIn: (kernel, name) => {
      const machines = machinesIn(kernel)
      if (typeof name !== 'string') return refused('machine.text', { value: shown(name) })
      const [problem] = nameIsDNSSubdomain(name, false)
      if (problem !== undefined) return refused('machine.name', { value: shown(name), problem })
      if (machines.includes(name)) return refused('machine.taken', { name })
      // Machines are never unplugged, so that their number is the first place that is free.
      addresses.set(name, addressAt(machines.length))
      kernel.start(`node/${name}`)
      for (const type of processes) installProcess(kernel, `${type}/${name}`)
      kernel.input(`node/${name}`, (ctx) => tellAbout(ctx, 'part.added'))
      return { ok: true, name }
    },
  }
}

/** It is there from the beginning, so that stopping the machine stops it too, and runs once the machine has booted. */
function installProcess(kernel: Kernel, part: string): void {
  kernel.start(part)
  kernel.stop(part)
  kernel.start(part, bootTime)
}

/** 10.0.0.11, 10.0.0.12, …: the control plane's machine is 10.0.0.1. */
const addressAt = (index: number): string => `10.0.${Math.floor((index + 11) / 250)}.${(index + 11) % 250}`
