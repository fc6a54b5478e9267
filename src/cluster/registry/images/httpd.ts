/** The official Apache image: `It works!` on port 80. */
import { defineHttpProgram, pathOf, respond } from '../http-program.ts'
import type { ImageDefinition } from '../image.ts'

const root = '/usr/local/apache2/htdocs'
const html = { Server: 'Apache/2.4 (Unix)', 'Content-Type': 'text/html' }

export const httpdImage: ImageDefinition = {
  repository: 'docker.io/library/httpd',
  tags: 'any',
  newest: '2.4',
  sizeBytes: 45_151_205,
  program: defineHttpProgram({
    name: 'httpd',
    ports: () => [80],
    startSeconds: 0.06,
    memoryMebibytes: 9,
    files: { [`${root}/index.html`]: '<html><body><h1>It works!</h1></body></html>\n' },
    onRequest: (request, { read }) => {
      const path = pathOf(request)
      const found = read(root + (path.endsWith('/') ? `${path}index.html` : path))
      return found === undefined
        ? respond(404, '<!DOCTYPE HTML>\n<html><head>\n<title>404 Not Found</title>\n</head><body>\n<h1>Not Found</h1>\n</body></html>\n', html)
        : respond(200, found, html)
    },
  }),
}
