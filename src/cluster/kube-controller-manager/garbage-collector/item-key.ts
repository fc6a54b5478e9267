/** Keys of the garbage collector's queue: what to do, with which resource, which object: `delete pods NS/NAME`. */
import type { Resource } from '../../client-go/client.ts'
import { collected } from './ownership.ts'

export type Task = 'delete' | 'orphan'

export const itemKey = (task: Task, resource: Resource, key: string): string => `${task} ${resource} ${key}`

export function readItemKey(text: string): { task: Task; resource: Resource; key: string } | undefined {
  const [task, name, key = ''] = text.split(' ')
  const resource = collected.find((candidate) => candidate === name)
  return resource && { task: task === 'orphan' ? 'orphan' : 'delete', resource, key }
}
