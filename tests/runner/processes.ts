import { readdirSync, readFileSync } from 'node:fs'

/** A living (not zombie) process. */
export interface Living {
  readonly pid: number
  readonly parent: number
  readonly group: number
  /** Short name, as the system keeps it. */
  readonly name: string
}

/** Every living process of the machine. Only Linux tells; elsewhere the answer is empty. */
function living(): readonly Living[] {
  if (process.platform !== 'linux') return []
  return readdirSync('/proc').flatMap((entry) => {
    if (!/^\d+$/.test(entry)) return []
    const [, name, state, parent, group] = /\((.*)\) (\S) (\d+) (\d+) /s.exec(readProc(entry, 'stat')) ?? []
    if (name === undefined || state === 'Z') return []
    return [{ pid: Number(entry), parent: Number(parent), group: Number(group), name }]
  })
}

/** The living processes of a group. */
export const groupMembers = (group: number): readonly Living[] => living().filter((one) => one.group === group)

/** The living processes a process started, theirs included, in whatever group they are; parents first. */
export function descendants(pid: number): readonly Living[] {
  const all = living()
  const below = (parent: number): readonly Living[] =>
    all.filter((one) => one.parent === parent).flatMap((one) => [one, ...below(one.pid)])
  return below(pid)
}

const longestLine = 120

/** What a process was called with, cut to a line. */
export const commandLine = ({ pid, name }: Living): string =>
  readProc(String(pid), 'cmdline').replaceAll('\0', ' ').trim().slice(0, longestLine) || name

function readProc(pid: string, file: 'stat' | 'cmdline'): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8')
  } catch (error) {
    // A process that ends between listing and reading has no file any more.
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ESRCH') return ''
    throw error
  }
}
