/** hostPath volumes and their types. Follows kubernetes v1.36 pkg/volume/hostpath/host_path.go (checkTypeInternal). */
import type { HostPathVolumeSource } from '../../api/generated/types.ts'
import type { Machine } from '../network/machine.ts'

/** Directories that stand on every machine. */
const standing = new Set(['/', '/dev', '/etc', '/home', '/mnt', '/opt', '/proc', '/root', '/run', '/srv', '/sys', '/tmp', '/usr', '/var', '/var/lib', '/var/lib/kubelet', '/var/log', '/var/run'])

/** What is wrong with the path; it is made if its type says so. */
export function hostPathProblem({ disk }: Machine, { path: written, type }: HostPathVolumeSource): string | undefined {
  const path = written.replace(/(.)\/+$/, '$1')
  const isFile = disk.has(path)
  const isDirectory = standing.has(path) || [...disk.keys()].some((name) => name.startsWith(`${path}/`))
  switch (type ?? '') {
    case '':
      return undefined
    case 'DirectoryOrCreate':
      if (!isDirectory && !isFile) disk.set(`${path}/`, '')
      return isFile ? `hostPath type check failed: ${path} is not a directory` : undefined
    case 'Directory':
      return isDirectory ? undefined : `hostPath type check failed: ${path} is not a directory`
    case 'FileOrCreate':
      if (!isFile && !isDirectory) disk.set(path, '')
      return isDirectory ? `hostPath type check failed: ${path} is not a file` : undefined
    case 'File':
      return isFile ? undefined : `hostPath type check failed: ${path} is not a file`
    case 'Socket':
      return `hostPath type check failed: ${path} is not a socket file`
    case 'CharDevice':
      return `hostPath type check failed: ${path} is not a character device`
    default:
      return `hostPath type check failed: ${path} is not a block device`
  }
}
