import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

const config = readFileSync(join(import.meta.dirname, '../../../electron-builder.yml'), 'utf8')
/** `name: value` lines below a heading. */
const under = (heading: string): Record<string, string> => {
  const [, block = ''] = new RegExp(`^${heading}:\\n((?:[ ]+.*\\n?)+)`, 'm').exec(config) ?? []
  return Object.fromEntries([...block.matchAll(/^ {2}(\w+): (.+)$/gm)].map(([, name, value]) => [name, value]))
}

describe('the installed program', () => {
  it('has every fuse set against running as anything else', () => {
    expect(under('electronFuses')).toEqual({
      runAsNode: 'false',
      enableCookieEncryption: 'true',
      enableNodeOptionsEnvironmentVariable: 'false',
      enableNodeCliInspectArguments: 'false',
      enableEmbeddedAsarIntegrityValidation: 'true',
      onlyLoadAppFromAsar: 'true',
      loadBrowserProcessSpecificV8Snapshot: 'false',
      grantFileProtocolExtraPrivileges: 'false',
    })
  })

  it('CALL-12b claims the scheme of links', () => {
    expect(config).toMatch(/^protocols:\n(?: .*\n)* +schemes: \[redress\]$/m)
  })
})
