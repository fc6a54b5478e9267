/**
 * Databases that tutorials deploy: they listen on their port and speak no HTTP. MySQL, MariaDB and PostgreSQL end at once
 * if their password is not set, as the official images do; what they would store is not played.
 */
import type { Code } from '../../network/execution.ts'
import type { StartOrder } from '../../network/program.ts'
import { defineHttpProgram } from '../http-program.ts'
import type { ImageDefinition } from '../image.ts'

interface Database {
  readonly name: string
  readonly newest: string
  readonly port: number
  readonly sizeBytes: number
  readonly memoryMebibytes: number
  readonly startSeconds: number
  readonly ready: string
  /** One of these must be set, or the image says the text and ends with 1. */
  readonly required?: { readonly variables: readonly string[]; readonly text: string }
}

const mysqlRequired = {
  variables: ['ROOT_PASSWORD', 'ALLOW_EMPTY_PASSWORD', 'RANDOM_ROOT_PASSWORD'],
  text: 'Database is uninitialized and password option is not specified\n    You need to specify one of the following as an environment variable:\n    - MYSQL_ROOT_PASSWORD\n    - MYSQL_ALLOW_EMPTY_PASSWORD\n    - MYSQL_RANDOM_ROOT_PASSWORD',
}
const prefixed = (prefix: string) => ({ variables: mysqlRequired.variables.map((name) => `${prefix}_${name}`), text: `[ERROR] [Entrypoint]: ${mysqlRequired.text.replaceAll('MYSQL', prefix)}` })

const databases: readonly Database[] = [
  { name: 'mysql', newest: '9.6', port: 3306, sizeBytes: 163_577_856, memoryMebibytes: 340, startSeconds: 6, ready: 'mysqld: ready for connections. Version: 8.4  port: 3306  MySQL Community Server - GPL.', required: prefixed('MYSQL') },
  { name: 'mariadb', newest: '12.3', port: 3306, sizeBytes: 116_391_936, memoryMebibytes: 90, startSeconds: 4, ready: 'mariadbd: ready for connections. port: 3306  mariadb.org binary distribution', required: prefixed('MARIADB') },
  {
    name: 'postgres',
    newest: '18.4',
    port: 5432,
    sizeBytes: 157_286_400,
    memoryMebibytes: 40,
    startSeconds: 2,
    ready: 'LOG:  database system is ready to accept connections',
    required: { variables: ['POSTGRES_PASSWORD', 'POSTGRES_HOST_AUTH_METHOD'], text: 'Error: Database is uninitialized and superuser password is not specified.\n       You must specify POSTGRES_PASSWORD to a non-empty value for the\n       superuser. For example, "-e POSTGRES_PASSWORD=password" on "docker run".' },
  },
  { name: 'mongo', newest: '8.3', port: 27_017, sizeBytes: 272_629_760, memoryMebibytes: 160, startSeconds: 2, ready: 'Waiting for connections' },
  { name: 'memcached', newest: '1.6', port: 11_211, sizeBytes: 31_457_280, memoryMebibytes: 4, startSeconds: 0.05, ready: '' },
]

const isMissing = ({ required }: Database, { env }: StartOrder): boolean => required !== undefined && !required.variables.some((name) => (env[name] ?? '') !== '')

function define(database: Database): ImageDefinition {
  const { name, newest, port, sizeBytes, memoryMebibytes, startSeconds, ready, required } = database
  const program = defineHttpProgram({ name, ports: () => [port], startSeconds, memoryMebibytes, onRequest: () => ({ type: 'reset' }) })
  const server = (order: StartOrder): Code => {
    if (isMissing(database, order)) return [{ op: 'print', text: required?.text ?? '' }, { op: 'exit', code: 1 }]
    const begins: Code = [{ op: 'allocate', bytes: memoryMebibytes * 1_048_576 }, { op: 'wait', seconds: startSeconds }]
    return [...begins, ...(ready === '' ? [] : [{ op: 'print', text: ready } as const]), { op: 'serve' }]
  }
  return { repository: `docker.io/library/${name}`, tags: 'any', newest, sizeBytes, program: { ...program, main: server, server } }
}

export const databaseImages: readonly ImageDefinition[] = databases.map(define)
