/** The files of a container as its processes see them: image, own layer, volumes, and what the runtime writes into /etc. */
import type { FileView } from '../network/files.ts'
import { readFile } from '../network/files.ts'
import type { Machine } from '../network/machine.ts'
import type { Registry } from '../network/program.ts'
import { clusterDnsAddress } from '../network/resolver.ts'
import type { Running } from './runtime.ts'

export function fileView(machine: Machine, { sandbox, container, registry }: Running & { readonly registry: Registry }): FileView {
  const { mounts, files, isReadOnly } = container
  return {
    mounts,
    volumes: sandbox.volumes,
    own: files,
    isReadOnly,
    disk: machine.disk,
    get image() {
      return { ...registry.program(container.process.program)?.files, ...runtimeFiles({ sandbox, container }) }
    },
  }
}

function runtimeFiles({ sandbox, container }: Running): { readonly [path: string]: string } {
  const { resolver, address } = sandbox
  const hostname = container.env['HOSTNAME'] ?? sandbox.name
  const options = resolver.ndots > 1 ? `options ndots:${resolver.ndots}\n` : ''
  const search = resolver.search.length > 0 ? `search ${resolver.search.join(' ')}\n` : ''
  return {
    '/etc/hostname': `${hostname}\n`,
    '/etc/hosts': `# Kubernetes-managed hosts file.\n127.0.0.1\tlocalhost\n${address}\t${hostname}\n`,
    '/etc/resolv.conf': `${search}nameserver ${resolver.server === 'coredns' ? clusterDnsAddress : '10.0.0.2'}\n${options}`,
  }
}

/** A file of a container, as its server reads it for a request. */
export const readIn = (machine: Machine, scene: Running & { readonly registry: Registry }, path: string): string | undefined => readFile(fileView(machine, scene), path)
