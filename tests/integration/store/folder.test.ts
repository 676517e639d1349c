import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { demandLocalFolder, type FolderFacts } from '../../../electron/core/store/local-folder.ts'

let dir: string
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'redress-local-'))
})
afterAll(() => rmSync(dir, { recursive: true }))

const facts = (some: Partial<FolderFacts>): FolderFacts => ({
  platform: 'linux',
  real: (folder) => folder,
  systemType: () => 0xef53,
  mounts: () => [],
  ...some,
})
const mac = (...mounts: string[]) =>
  facts({ platform: 'darwin', mounts: () => ['/dev/disk1 on / (apfs, local)', ...mounts] })

describe('a data folder on a network share', () => {
  it('is this machine’s own here', () => {
    expect(() => demandLocalFolder(dir)).not.toThrow()
  })

  it.each([
    ['NFS', facts({ systemType: () => 0x6969 }), 'nfs'],
    ['CIFS', facts({ systemType: () => 0xff534d42 }), 'cifs'],
    ['a share mapped to a drive', facts({ platform: 'win32', real: () => '\\\\server\\share\\Redress' }), 'unc'],
    ['a volume of a server', mac('//lin@server/data on /Volumes/data (smbfs, nodev)'), 'smbfs'],
  ])('%s is refused in words', (_what, world, kind) => {
    const open = () => demandLocalFolder('/Volumes/data/redress', world)
    expect(open).toThrow(expect.objectContaining({ tag: 'store.network_share', code: kind }))
  })

  it.each([
    ['ext4', facts({})],
    ['a local drive', facts({ platform: 'win32', real: () => 'D:\\Redress' })],
    ['a stick', mac('/dev/disk4 on /Volumes/data (exfat, local)')],
    ['another volume of that name', mac('//server/data on /Volumes/dat (smbfs)')],
  ])('%s is taken', (_what, world) => {
    expect(() => demandLocalFolder('/Volumes/data/redress', world)).not.toThrow()
  })
})
