/**
 * The files a container sees: its image's, its own, and those of the volumes mounted over them. Files are texts by path;
 * a directory is there if something is in it, or if it was made (its path then ends with a slash).
 */

/** From path to text. Paths of a volume are relative to it. */
export type Files = Map<string, string>

/** What is on a volume now. Volumes of ConfigMaps and the like are replaced as a whole when the kubelet refreshes them. */
export interface Volume {
  /** `emptyDir`, `hostPath`, `configMap`, `secret`, `projected`, `downwardAPI`. */
  readonly type: string
  files: Files
  /** Octal permissions by path, where they are not 644. */
  readonly modes: { readonly [path: string]: number }
  /** For hostPath: its files are the machine's, below this path. */
  readonly hostPath: string
}

export interface Mount {
  readonly path: string
  /** Name of the pod's volume. */
  readonly volume: string
  readonly subPath: string
  readonly readOnly: boolean
  /**
   * What a subPath of a ConfigMap, Secret or projection was when the container started: the bind mount keeps the old
   * file when the volume is replaced. Null follows the volume.
   */
  readonly pinned: { readonly [path: string]: string } | null
}

export interface FileView {
  readonly mounts: readonly Mount[]
  readonly volumes: ReadonlyMap<string, Volume>
  /** The container's own layer. */
  readonly own: Files
  readonly isReadOnly: boolean
  /** Of the machine, for hostPath volumes. */
  readonly disk: Files
  /** The image's, and /etc/hosts and its like. */
  readonly image: { readonly [path: string]: string }
}

export type FileProblem = 'No such file or directory' | 'Read-only file system' | 'Is a directory' | 'Not a directory' | 'No space left on device'

/** Characters that all files of one container's layer or of one volume may hold together. */
export const fileSpaceLimit = 1_048_576

interface Place {
  /** Null for files that cannot be changed. */
  readonly files: Files | null
  readonly fixed: { readonly [path: string]: string }
  /** What stands before the path inside. */
  readonly prefix: string
  readonly path: string
}

/** `/a/./b//../c` is `/a/c`; relative paths start at `directory`. */
export function absolutePath(path: string, directory: string): string {
  const parts: string[] = []
  for (const part of (path.startsWith('/') ? path : `${directory}/${path}`).split('/')) {
    if (part === '..') parts.pop()
    else if (part !== '' && part !== '.') parts.push(part)
  }
  return `/${parts.join('/')}`
}

const isWithin = (path: string, directory: string): boolean => directory === '/' || path === directory || path.startsWith(`${directory}/`)

/** The mount that a path leads into: the one with the longest path. */
function mountAt({ mounts }: FileView, path: string): Mount | undefined {
  let found: Mount | undefined
  for (const mount of mounts) if (isWithin(path, mount.path) && mount.path.length > (found?.path.length ?? -1)) found = mount
  return found
}

function placeOf(view: FileView, path: string): Place {
  const mount = mountAt(view, path)
  if (!mount) return { files: view.isReadOnly ? null : view.own, fixed: view.image, prefix: '', path }
  const inside = path.slice(mount.path === '/' ? 1 : mount.path.length + 1)
  const relative = [mount.subPath, inside].filter((part) => part !== '').join('/')
  if (mount.pinned) return { files: null, fixed: mount.pinned, prefix: '', path: relative }
  const volume = view.volumes.get(mount.volume)
  if (!volume) return { files: null, fixed: {}, prefix: '', path: relative }
  if (volume.type === 'hostPath') return { files: mount.readOnly ? null : view.disk, fixed: Object.fromEntries(view.disk), prefix: `${volume.hostPath}/`, path: relative }
  const isFixed = mount.readOnly || volume.type !== 'emptyDir'
  return { files: isFixed ? null : volume.files, fixed: isFixed ? Object.fromEntries(volume.files) : {}, prefix: '', path: relative }
}

const lookUp = ({ files, fixed, prefix, path }: Place): string | undefined => {
  const key = (prefix + path).replace(/\/$/, '')
  return files?.get(key) ?? (Object.hasOwn(fixed, key) && files?.get(removed(key)) === undefined ? fixed[key] : undefined)
}

/** A file of the image that was removed leaves this mark in the container's layer. */
const removed = (path: string): string => `removed:${path}`

export const readFile = (view: FileView, path: string): string | undefined => lookUp(placeOf(view, path))

export function writeFile(view: FileView, path: string, text: string): FileProblem | undefined {
  const { files, prefix, path: inside } = placeOf(view, path)
  if (!files) return 'Read-only file system'
  if (isDirectory(view, path)) return 'Is a directory'
  const parent = path.slice(0, path.lastIndexOf('/')) || '/'
  if (!isDirectory(view, parent)) return readFile(view, parent) === undefined ? 'No such file or directory' : 'Not a directory'
  const key = prefix + inside
  let space = text.length - (files.get(key)?.length ?? 0)
  for (const content of files.values()) space += content.length
  if (space > fileSpaceLimit) return 'No space left on device'
  files.set(key, text)
  files.delete(removed(key))
  return undefined
}

export function makeDirectory(view: FileView, path: string): FileProblem | undefined {
  const { files, prefix, path: inside } = placeOf(view, path)
  if (!files) return 'Read-only file system'
  files.set(`${prefix}${inside}/`, '')
  return undefined
}

/** Removes a file, or a directory with everything in it; false if nothing was there. */
export function removeFile(view: FileView, path: string): boolean | FileProblem {
  const { files, fixed, prefix, path: inside } = placeOf(view, path)
  const key = prefix + inside
  const found = [...(files?.keys() ?? []), ...Object.keys(fixed)].filter((name) => name === key || name.startsWith(`${key}/`))
  if (found.length === 0) return false
  if (!files) return 'Read-only file system'
  for (const name of found) {
    files.delete(name)
    if (Object.hasOwn(fixed, name)) files.set(removed(name), '')
  }
  return true
}

/** Directories that every image has. */
const standing = new Set(['/', '/bin', '/dev', '/etc', '/home', '/lib', '/mnt', '/opt', '/proc', '/root', '/run', '/sbin', '/srv', '/sys', '/tmp', '/usr', '/usr/bin', '/usr/local', '/usr/local/bin', '/usr/share', '/var', '/var/lib', '/var/log', '/var/run', '/var/tmp', '/var/www'])

export const isDirectory = (view: FileView, path: string): boolean =>
  standing.has(path) || (view.mounts.some((mount) => isWithin(mount.path, path) && (mount.path !== path || isDirectoryMount(view, mount)))) || namesIn(view, path).length > 0 || isMade(view, path)

/** A subPath that leads to a file mounts a file. */
const isDirectoryMount = (view: FileView, mount: Mount): boolean => readFile(view, mount.path) === undefined

function isMade(view: FileView, path: string): boolean {
  const { files, prefix, path: inside } = placeOf(view, path)
  return files?.has(`${prefix}${inside}/`) ?? false
}

/** Names directly inside a directory, in order. */
export function namesIn(view: FileView, directory: string): string[] {
  const names = new Set<string>()
  const { files, fixed, prefix, path } = placeOf(view, directory)
  const start = prefix + path + (path === '' || path.endsWith('/') ? '' : '/')
  for (const name of [...(files?.keys() ?? []), ...Object.keys(fixed)]) {
    if (!name.startsWith(start) || name.startsWith('removed:') || files?.has(removed(name))) continue
    const [first = ''] = name.slice(start.length).split('/')
    if (first !== '') names.add(first)
  }
  const base = directory === '/' ? '/' : `${directory}/`
  for (const mount of view.mounts) if (mount.path.startsWith(base)) names.add(mount.path.slice(base.length).split('/')[0] ?? '')
  names.delete('')
  return [...names].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))
}

/** Octal permissions of a file. */
export function modeOf(view: FileView, path: string): number {
  const mount = mountAt(view, path)
  const inside = mount ? path.slice(mount.path.length + 1) : ''
  const volume = mount && view.volumes.get(mount.volume)
  return volume?.modes[[mount?.subPath ?? '', inside].filter((part) => part !== '').join('/')] ?? (volume?.modes['*'] ?? 0o644)
}
