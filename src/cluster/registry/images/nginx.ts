/** The official nginx image: what lies in its site's directory, on port 80. Leaves out its configuration. */
import { defineHttpProgram, pathOf, respond } from '../http-program.ts'
import type { ImageDefinition } from '../image.ts'

const page = (title: string, text: string): string => `<!DOCTYPE html>
<html>
<head>
<title>${title}</title>
</head>
<body>
<h1>${title}</h1>
<p>${text}</p>
</body>
</html>
`
/** Its default site; what is mounted there is what it shows. */
const root = '/usr/share/nginx/html'
const html = { Server: 'nginx', 'Content-Type': 'text/html' }

export const nginxImage: ImageDefinition = {
  repository: 'docker.io/library/nginx',
  tags: 'any',
  newest: '1.31',
  sizeBytes: 62_939_286,
  program: defineHttpProgram({
    name: 'nginx',
    ports: () => [80],
    startSeconds: 0.06,
    memoryMebibytes: 6,
    firstLines: ['/docker-entrypoint.sh: Configuration complete; ready for start up'],
    files: { [`${root}/index.html`]: page('Welcome to nginx!', 'If you see this page, the nginx web server is successfully installed and working.') },
    onRequest: (request, { read }) => {
      const path = pathOf(request)
      const found = read(root + (path.endsWith('/') ? `${path}index.html` : path))
      return found === undefined ? respond(404, page('404 Not Found', 'nginx'), html) : respond(200, found, path.endsWith('/') || path.endsWith('.html') ? html : { Server: 'nginx', 'Content-Type': 'text/plain' })
    },
  }),
}
