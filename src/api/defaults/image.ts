/**
 * Whether an image is pulled always or once follows from its tag.
 * Follows kubernetes v1.36 pkg/util/parsers (ParseImageName) and the grammar of github.com/distribution/reference.
 */
import { setZeroDefault, type Fields } from './draft.ts'

const component = '[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*'
const pathRegExp = new RegExp(`^${component}(?:/${component})*$`)
const domainRegExp = /^(?:(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])(?:\.(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9]))*|\[[a-fA-F0-9:]+\])(?::[0-9]+)?$/
const tagRegExp = /^\w[\w.-]{0,127}$/
/** Of domain and path together. */
const nameMax = 255
const defaultDomain = 'docker.io'

/** The tag, `latest` if neither tag nor digest is given, '' with a digest alone or if it is no image name. */
function tagOf(image: string): string {
  const [tagged = '', digest] = image.split('@')
  const colon = tagged.lastIndexOf(':')
  const hasTag = colon > tagged.lastIndexOf('/')
  const name = hasTag ? tagged.slice(0, colon) : tagged
  const tag = hasTag ? tagged.slice(colon + 1) : undefined
  if (!isName(name) || (tag !== undefined && !tagRegExp.test(tag))) return ''
  return tag ?? (digest === undefined ? 'latest' : '')
}

/** The first part is a domain if it looks like one; otherwise the image is Docker Hub's. */
function isName(name: string): boolean {
  const slash = name.indexOf('/')
  const first = name.slice(0, Math.max(slash, 0))
  const isDomain = slash > 0 && (/[.:]/.test(first) || first === 'localhost' || first.toLowerCase() !== first)
  const domain = isDomain ? first : defaultDomain
  const path = isDomain ? name.slice(slash + 1) : slash < 0 ? `library/${name}` : name
  return domainRegExp.test(domain) && pathRegExp.test(path) && domain.length + 1 + path.length <= nameMax
}

export const defaultImagePullPolicy = (parent: Fields, field: string, image: string): void =>
  setZeroDefault(parent, field, tagOf(image) === 'latest' ? 'Always' : 'IfNotPresent')
