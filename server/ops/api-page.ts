import type { ApiDocument } from './api-document.ts'

const escapeHtml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

const style = `:root{color-scheme:light dark}body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}
h2{font-size:1rem;margin:1.5rem 0 .25rem}code,pre{font:13px/1.45 ui-monospace,monospace}pre{overflow:auto;padding:.75rem;border:1px solid #8884;border-radius:6px}
b{display:inline-block;min-width:3.5rem}`

interface Operation {
  readonly summary?: string
  readonly requestBody?: unknown
  readonly responses?: unknown
}

function operationHtml(method: string, path: string, operation: Operation): string {
  const schema = JSON.stringify({ requestBody: operation.requestBody, responses: operation.responses }, null, 1)
  const id = `${method}${path}`.replaceAll(/[^a-z0-9]+/gi, '-')
  return `<section aria-labelledby="${id}"><h2 id="${id}"><b>${method.toUpperCase()}</b> <code>${escapeHtml(path)}</code></h2>
<p>${escapeHtml(operation.summary ?? '')}</p><details><summary>Request and answers</summary><pre>${escapeHtml(schema)}</pre></details></section>`
}

/** The interface as one page for people; nothing is fetched from anywhere else. */
export function apiPage(document: ApiDocument): string {
  const sections = Object.entries(document.paths ?? {}).flatMap(([path, methods]) =>
    Object.entries(methods ?? {}).map(([method, operation]) => operationHtml(method, path, operation as Operation)),
  )
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escapeHtml(document.info.title)}</title><style>${style}</style></head><body><main>
<h1>${escapeHtml(document.info.title)}</h1><p>${escapeHtml(document.info.description ?? '')} <a href="/openapi.json">openapi.json</a></p>
${sections.join('\n')}</main></body></html>`
}
