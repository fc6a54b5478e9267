/** Whether an image is pulled always or once follows from its tag. Follows kubernetes v1.36 pkg/util/parsers. */
import { setZeroDefault, type Fields } from './draft.ts'

/** The tag, `latest` if neither tag nor digest is given, '' with a digest alone or if it is no image name. */
function tagOf(image: string): string {
  const [name = '', digest] = image.split('@')
  if (!/^[A-Za-z0-9][-A-Za-z0-9._:/]*$/.test(name)) return ''
  const colon = name.lastIndexOf(':')
  if (colon > name.lastIndexOf('/')) return name.slice(colon + 1)
  return digest === undefined ? 'latest' : ''
}

export const defaultImagePullPolicy = (parent: Fields, field: string, image: string): void =>
  setZeroDefault(parent, field, tagOf(image) === 'latest' ? 'Always' : 'IfNotPresent')
