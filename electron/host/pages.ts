import { readdirSync, readFileSync } from 'node:fs'
import { extname, join, relative, sep } from 'node:path'

/** What a page of ours may do; `connect` = where it may open connections to. One policy for both hosts. */
export const pagePolicy = (connect: "'self'" | "'none'"): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    `connect-src ${connect}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ')

/** One file a host may serve. */
export interface Page {
  readonly mediaType: string
  readonly body: Buffer
}

const mediaTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
}

/**
 * Reads the built renderer once, so that only files that were there at start can ever be asked for: no path of a
 * request reaches the disk.
 */
export function readPages(dir: string): ReadonlyMap<string, Page> {
  const pages = new Map<string, Page>()
  for (const entry of readdirSync(dir, { recursive: true, withFileTypes: true })) {
    const mediaType = mediaTypes[extname(entry.name)]
    if (!entry.isFile() || mediaType === undefined) continue
    const file = join(entry.parentPath, entry.name)
    pages.set(`/${relative(dir, file).split(sep).join('/')}`, { mediaType, body: readFileSync(file) })
  }
  return pages
}

/** The door page: swaps the start token (kept out of every log by standing after `#`) for the cookie, then goes in. */
export const doorPages: ReadonlyMap<string, Page> = new Map([
  [
    '/enter',
    {
      mediaType: 'text/html; charset=utf-8',
      body: Buffer.from(
        '<!doctype html><meta charset="utf-8"><title>Redress 回音</title><script src="/enter.js"></script>',
      ),
    },
  ],
  [
    '/enter.js',
    {
      mediaType: 'text/javascript; charset=utf-8',
      body: Buffer.from(
        `const token = location.hash.slice(1)
fetch('/session', { method: 'POST', headers: { 'content-type': 'text/plain' }, body: token })
  .catch(() => undefined)
  .then(() => location.replace('/' + location.search))
`,
      ),
    },
  ],
])

/** Said where somebody opens the address without having been let in. */
export const closedDoor = Buffer.from(
  '<!doctype html><meta charset="utf-8"><title>Redress 回音</title>' +
    '<p lang="zh-CN">此窗口的入口已失效。请关闭它，从桌面图标或启动命令重新打开 Redress。</p>' +
    '<p lang="en">This window is no longer let in. Close it and open Redress again from its icon or start command.</p>',
)
