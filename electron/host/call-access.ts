import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { keepSmallFile } from './kept-port.ts'

/** What whoever sets up the phone system needs to know; stays the same over restarts. */
const CallAccessSchema = z.object({ url: z.url(), token: z.string().min(32) })
type CallAccess = z.infer<typeof CallAccessSchema>

const fileIn = (folder: string): string => join(folder, 'calls.json')

/** The port and token of before. A file that cannot be read as such is made anew: the phone system is told again then. */
export function readCallAccess(folder: string): { readonly port: number; readonly token: string } {
  const kept = CallAccessSchema.safeParse(parsed(fileIn(folder)))
  if (!kept.success) return { port: 0, token: randomBytes(24).toString('base64url') }
  return { port: Number(new URL(kept.data.url).port), token: kept.data.token }
}

function parsed(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    const isAbsent = error instanceof SyntaxError || (error as NodeJS.ErrnoException).code === 'ENOENT'
    if (!isAbsent) throw error
    return null
  }
}

/** Readable by its owner alone: the token lets one open calls on this screen. */
export function keepCallAccess(folder: string, access: CallAccess): void {
  keepSmallFile(fileIn(folder), JSON.stringify(access, null, 2))
}
