import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The folder of the project. */
export const root = fileURLToPath(new URL('../..', import.meta.url))

/** A file of the project: its path from the root with `/`, and its text. */
export interface SourceText {
  readonly path: string
  readonly text: string
}

/** Folders whose code is the product; the fences stand between them. */
export const productFolders = ['shared', 'electron', 'renderer', 'server'] as const

const notOurs = new Set(['.git', 'node_modules', 'out', 'release', 'coverage', '.redress'])

function walk(folder: string, prefix = ''): string[] {
  return readdirSync(join(folder, prefix), { withFileTypes: true }).flatMap((entry) => {
    const path = prefix === '' ? entry.name : `${prefix}/${entry.name}`
    if (entry.isDirectory()) return notOurs.has(entry.name) ? [] : walk(folder, path)
    return [path]
  })
}

function gitLists(folder: string): readonly string[] | null {
  try {
    return execFileSync('git', ['ls-files', '-z'], {
      cwd: folder,
      encoding: 'utf8',
      maxBuffer: 64e6,
      stdio: ['ignore', 'pipe', 'ignore'],
    })
      .split('\0')
      .filter(Boolean)
  } catch (error) {
    // An unpacked archive has no history and a bare machine no git: then the folder itself is the list.
    if (existsSync(join(folder, '.git'))) process.stderr.write(`git ls-files: ${String(error)}\n`)
    return null
  }
}

/** Paths of the project's files: what git lists and the disk has; without git, what lies in the folder. */
export function listFiles(folder: string = root): readonly string[] {
  const listed = gitLists(folder)
  return listed === null ? walk(folder).sort() : listed.filter((path) => existsSync(join(folder, path)))
}

export const isCode = (path: string): boolean => /\.(ts|tsx|mts|cts|js|mjs|cjs)$/.test(path)
export const isProduct = (path: string): boolean => productFolders.some((folder) => path.startsWith(`${folder}/`))

/** The texts of files, read once. */
export const readTexts = (paths: readonly string[], folder: string = root): readonly SourceText[] =>
  paths.map((path) => ({ path, text: readFileSync(join(folder, path), 'utf8') }))
