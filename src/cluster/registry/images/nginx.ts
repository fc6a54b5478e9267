/** The official nginx image: its welcome page on port 80. Leaves out its configuration. */
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
const html = { Server: 'nginx', 'Content-Type': 'text/html' }

export const nginxImage: ImageDefinition = {
  repository: 'docker.io/library/nginx',
  tags: 'any',
  sizeBytes: 62_939_286,
  program: defineHttpProgram({
    name: 'nginx',
    ports: () => [80],
    startSeconds: 0.06,
    memoryMebibytes: 6,
    firstLines: ['/docker-entrypoint.sh: Configuration complete; ready for start up'],
    onRequest: (request) => {
      const found = ['/', '/index.html'].includes(pathOf(request))
      return found
        ? respond(200, page('Welcome to nginx!', 'If you see this page, the nginx web server is successfully installed and working.'), html)
        : respond(404, page('404 Not Found', 'nginx'), html)
    },
  }),
}
