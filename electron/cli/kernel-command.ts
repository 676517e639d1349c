import type { Command } from 'commander'
import { langs } from '../../shared/assist/record.ts'
import type { CommandDeps } from './case-command.ts'
import { runLintPhrase } from './lint-phrase.ts'
import { UsageError } from './output.ts'

/** Commands that ask the kernel alone: no store, no server. */
export function addKernelCommands(program: Command, deps: CommandDeps): void {
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
