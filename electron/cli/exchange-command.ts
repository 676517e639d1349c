import type { Command } from 'commander'
import { formats } from '../core/exchange/inspect-file.ts'
import { ImportStoppedError } from '../core/exchange/run-import.ts'
import { SourceError } from '../core/exchange/source-row.ts'
import { CellTooLongError } from '../core/exchange/write-cases.ts'
import { withConsole } from './access.ts'
import type { CommandDeps } from './case-command.ts'
import { type ExportOptions, exportCases, exportViews } from './export-cases.ts'
import { type ImportOptions, importFile } from './import-file.ts'
import { UsageError } from './output.ts'

/** A file or mapping that cannot be used is one line; so is an import that could not go on. */
async function plainly(deps: CommandDeps, work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (error) {
    if (error instanceof SourceError || error instanceof ImportStoppedError) {
      deps.output.line({ refused: [error.refusal] })
      return deps.end(error instanceof SourceError ? 2 : 1)
    }
    if (error instanceof CellTooLongError) throw new UsageError(error.message)
    throw error
  }
}

/** `redress import`, `redress export`: cases in and out by file. */
export function addExchangeCommands(program: Command, deps: CommandDeps): void {
  program
    .command('import <file>')
    .description('opens a case for each row of a CSV, JSON lines (.gz too) or Excel file; a dry run unless --commit')
    .option('--map <file>', 'mapping of columns to fields; left out, FILE is an export of ours')
    .option('--commit', 'save the cases; started again after a break it goes on where it stood')
    .option('--opening-only', 'of an export: take the opening of cases whose history the file does not carry')
    .action((file: string, options: ImportOptions, command: Command) =>
      plainly(deps, () =>
        withConsole(deps.place(command), (client, reached) => importFile(deps, { client, reached }, file, options)),
      ),
    )
  program
    .command('export')
    .description('writes cases to a file or stdout, personal data masked')
    .option('--out <file>', 'where to; left out, stdout')
    .option('--format <format>', `${formats.join(', ')}; left out, by the name of --out, else jsonl`)
    .option('--view <view>', exportViews.join(', '), 'all')
    .option('--unmasked', 'personal data as it is; written to the record of each case')
    .option('--reason <text>', 'why, for --unmasked')
    .option('--force', 'replace the file')
    .action((options: ExportOptions, command: Command) =>
      plainly(deps, () => withConsole(deps.place(command), (client) => exportCases(deps, client, options))),
    )
}
