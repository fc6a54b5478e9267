/** Checks the rooms of this checkout; part of `npm run check`. */
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import type { SourceFile } from './read-module.ts'
import { checkRooms, checkTopLevel } from './rooms.ts'

const root = process.cwd()

const filesBelow = (folder: string): SourceFile[] =>
  readdirSync(path.join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const file = `${folder}/${entry.name}`
    return entry.isDirectory() ? filesBelow(file) : [{ path: file, text: readFileSync(path.join(root, file), 'utf8') }]
  })

const violations = [...checkTopLevel(readdirSync(root)), ...checkRooms(filesBelow('src'))]
for (const violation of violations) console.error(`${violation.path}: ${violation.message}`)
process.exitCode = violations.length > 0 ? 1 : 0
