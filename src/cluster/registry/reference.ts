/**
 * Image references as containerd normalises them: `nginx` is `docker.io/library/nginx:latest`. Follows
 * distribution/reference v0.6 (ParseDockerRef).
 */

export interface Reference {
  /** `docker.io/library/nginx`. */
  readonly repository: string
  /** '' if only a digest is given. */
  readonly tag: string
  /** `sha256:…`, or ''. */
  readonly digest: string
}

const component = '[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*'
const pattern = new RegExp(
  `^((?:[a-zA-Z0-9](?:[a-zA-Z0-9.-]*[a-zA-Z0-9])?(?::\\d+)?/)?${component}(?:/${component})*)(?::([\\w][\\w.-]{0,127}))?(?:@(sha256:[0-9a-f]{64}))?$`,
)

export function parseReference(text: string): Reference | undefined {
  const match = pattern.exec(text)
  if (!match) return undefined
  const [, name = '', tag, digest = ''] = match
  return { repository: normalise(name), tag: tag ?? (digest === '' ? 'latest' : ''), digest }
}

function normalise(name: string): string {
  const slash = name.indexOf('/')
  const domain = slash < 0 ? '' : name.slice(0, slash)
  if (domain !== 'localhost' && !/[.:]/.test(domain)) return slash < 0 ? `docker.io/library/${name}` : `docker.io/${name}`
  return name
}

export const formatReference = ({ repository, tag, digest }: Reference): string =>
  `${repository}${tag === '' ? '' : `:${tag}`}${digest === '' ? '' : `@${digest}`}`
