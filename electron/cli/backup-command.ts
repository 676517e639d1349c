import type { Command } from 'commander'
import type { Result } from '../../shared/kernel/result.ts'
import { consoleDir } from '../core/console.ts'
import { nodeStoreDeps } from '../core/node-ports.ts'
import { backupStore } from '../core/store/care/backup-store.ts'
import { restoreStore } from '../core/store/care/restore.ts'
import { type Place, unlockOf } from './access.ts'
import type { CommandDeps } from './case-command.ts'

function answer(deps: CommandDeps, done: Result<object>): void {
  deps.output.line(done.ok ? done.value : { refused: [done.error] })
  if (!done.ok) deps.end(1)
}

const depsOf = (place: Place) => nodeStoreDeps(consoleDir(place.dataDir, place.profile))
const opener = (place: Place) => unlockOf(place) ?? ({ by: 'demo' } as const)

/** `redress backup`, `redress restore`: a copy of the record made now, and the store put together again from one. */
export function addBackupCommands(program: Command, deps: CommandDeps): void {
  program
    .command('backup')
    .description('makes an encrypted backup now, checked by opening it; also beside a running console')
    .action(async (_options: unknown, command: Command) => {
      const place = deps.place(command)
      answer(deps, await backupStore(depsOf(place), opener(place)))
    })
  program
    .command('restore')
    .description('puts the store together again from a backup and all that is newer; the present file is set aside')
    .argument('[file]', 'the backup; the newest one when left out')
    .action(async (file: string | undefined, _options: unknown, command: Command) => {
      const place = deps.place(command)
      answer(deps, await restoreStore(depsOf(place), opener(place), file))
    })
}
