import { describe, expect, it } from 'vitest'
import { createMachine } from '../network/machine.ts'
import { allocateAddress, releaseAddress } from './cni.ts'

describe('addresses of pods', () => {
  it('go round: one that was given back comes again when the subnet has been run through', () => {
    const machine = createMachine('node-1', '10.0.0.11')
    machine.podCIDR = '10.244.1.0/29'
    const next = () => allocateAddress(machine, 'uid')
    expect([next(), next()]).toEqual(['10.244.1.2', '10.244.1.3'])
    releaseAddress(machine, '10.244.1.2')
    expect([next(), next(), next(), next()]).toEqual(['10.244.1.4', '10.244.1.5', '10.244.1.6', '10.244.1.2'])
    expect(next()).toBeUndefined()
    releaseAddress(machine, '10.244.1.4')
    expect(next()).toBe('10.244.1.4')
  })

  it('are none before the machine has a subnet', () => {
    expect(allocateAddress(createMachine('node-1', '10.0.0.11'), 'uid')).toBeUndefined()
  })
})
