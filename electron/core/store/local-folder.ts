import { spawnSync } from 'node:child_process'
import { realpathSync, statfsSync } from 'node:fs'
import { StoreFaultError } from './fault.ts'

/** What is asked of the operating system about a folder. */
export interface FolderFacts {
  readonly platform: NodeJS.Platform
  /** The folder with links and mapped drives followed. */
  readonly real: (dir: string) => string
  /** Number of the file system, as `statfs` gives it. */
  readonly systemType: (dir: string) => number
  /** Lines of `mount`. */
  readonly mounts: () => readonly string[]
}

const thisMachine: FolderFacts = {
  platform: process.platform,
  real: (dir) => realpathSync.native(dir),
  systemType: (dir) => statfsSync(dir).type >>> 0,
  mounts: () => spawnSync('/sbin/mount', { encoding: 'utf8' }).stdout.split('\n'),
}

/** File systems of other machines. Source: statfs(2). */
const remoteTypes: Readonly<Record<number, string>> = {
  26985: 'nfs',
  20859: 'smb',
  4266872130: 'smb2',
  4283649346: 'cifs',
  22092: 'ncp',
  1937076805: 'coda',
  1397113167: 'afs',
  16914839: '9p',
  12805120: 'ceph',
  198183888: 'lustre',
}

/** `//server/share on /Volumes/share (smbfs, nodev)`: the kind of the mount that holds the folder, when it is a remote one. */
function remoteMount(dir: string, mounts: readonly string[]): string | undefined {
  const found = mounts.flatMap((line) => {
    const [, place = '', kind = ''] = / on (.+) \((\w+)/.exec(line) ?? []
    return place !== '' && `${dir}/`.startsWith(place === '/' ? '/' : `${place}/`) ? [{ place, kind }] : []
  })
  const holder = found.sort((a, b) => b.place.length - a.place.length)[0]
  return /^(smbfs|nfs|afpfs|webdav|ftp)$/.test(holder?.kind ?? '') ? holder?.kind : undefined
}

function remoteKind(dir: string, facts: FolderFacts): string | undefined {
  if (facts.platform === 'win32') return facts.real(dir).startsWith('\\\\') ? 'unc' : undefined
  if (facts.platform === 'darwin') return remoteMount(facts.real(dir), facts.mounts())
  return remoteTypes[facts.systemType(dir)]
}

/**
 * Write-ahead logging and locks of the store do not hold over a network: two machines on one folder would destroy it. Throws
 * `StoreFaultError` `store.network_share` with the kind of share. Source: details.md "Failures nobody asks for".
 */
export function demandLocalFolder(dir: string, facts: FolderFacts = thisMachine): void {
  const kind = remoteKind(dir, facts)
  if (kind !== undefined) throw new StoreFaultError('store.network_share', kind)
}
