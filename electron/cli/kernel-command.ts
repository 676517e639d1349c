import { readFileSync } from 'node:fs'
import type { Command } from 'commander'
import { langs } from '../../shared/assist/record.ts'
import type { CommandDeps } from './case-command.ts'
import { runLintPhrase } from './lint-phrase.ts'
import { UsageError } from './output.ts'
import { runSla, type SlaArgs } from './sla.ts'

/** `-` = stdin. */
const readText = (path: string): string => readFileSync(path === '-' ? 0 : path, 'utf8')

function sla(deps: CommandDeps, args: SlaArgs): void {
  const { lines, exitCode } = runSla(args, { readText, nowMs: () => Date.now() })
  for (const line of lines) deps.output.line(JSON.parse(line))
  deps.end(exitCode)
}

/** Commands that ask the kernel alone: no store, no server. */
export function addKernelCommands(program: Command, deps: CommandDeps): void {
  program
    .command('sla')
    .description('what each clock of a case says at a time, a JSON line each')
    .requiredOption('--events <file>', 'what happened: JSON lines or one array; - reads stdin')
    .option('--policy <file...>', 'policies; the first holds from the start. Left out: the default one')
    .option('--calendar <id>', 'business hours: cn-office, 24x7', 'cn-office')
    .option('--at <time>', 'ISO 8601 with offset, or epoch ms; left out, now')
    .option('--cycles', 'ended cycles of recurring clocks too')
    .action((options: SlaArgs) => sla(deps, options))
  program
    .command('lint-phrase <text>')
    .description('what is wrong with a phrase and how to say it better, a JSON line each')
    .option('--lang <lang>', langs.join(', '))
    .action((text: string, options: { lang?: string }) => {
      const lang = langs.find((item) => item === options.lang)
      if (options.lang !== undefined && !lang) throw new UsageError(`--lang must be one of ${langs.join(', ')}`)
      const { lines, exitCode } = runLintPhrase(text, lang)
      for (const line of lines) deps.output.line(JSON.parse(line))
      deps.end(exitCode)
    })
}
