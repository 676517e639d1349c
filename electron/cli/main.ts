import { resolve } from 'node:path'
import { Command, CommanderError } from 'commander'
import { defaultDataDir, OptionError, profiles } from '../start/options.ts'
import type { Place } from './access.ts'
import { addCaseCommands, type CommandDeps } from './case-command.ts'
import { addExchangeCommands } from './exchange-command.ts'
import { addKernelCommands } from './kernel-command.ts'
import { type ExitCode, processOutput, UsageError } from './output.ts'
import { addStoreCommands } from './store-command.ts'

/** `redress`: JSON lines in and out; 0 done, 1 something is refused or wrong, 2 the call itself is bad. */
let code: ExitCode = 0

function placeOf(command: Command): Place {
  const options = command.optsWithGlobals<{ dataDir?: string; profile: string; passwordFile?: string; user?: string }>()
  const profile = profiles.find((item) => item === options.profile)
  if (!profile) throw new UsageError(`--profile must be one of ${profiles.join(', ')}; it is "${options.profile}"`)
  const passwordFile = options.passwordFile ?? process.env['REDRESS_PASSWORD_FILE']
  return {
    dataDir: resolve(options.dataDir ?? process.env['REDRESS_DATA_DIR'] ?? defaultDataDir(process.env)),
    profile,
    ...(passwordFile === undefined || passwordFile === '' ? {} : { passwordFile }),
    ...(options.user === undefined ? {} : { user: options.user }),
  }
}

const deps: CommandDeps = {
  output: processOutput,
  place: placeOf,
  end: (next) => {
    code = next
  },
}

function createProgram(): Command {
  const program = new Command('redress')
    .description('the command line of Redress 回音')
    .option('--data-dir <dir>', 'data folder (or REDRESS_DATA_DIR)')
    .option('--profile <name>', `whose console: ${profiles.join(', ')}`, 'agent')
    .option(
      '--password-file <file>',
      'file with the password of the store (or REDRESS_PASSWORD_FILE); the demo needs none',
    )
    .option('--user <id>', 'whose password it is, where several people unlock the store')
    .addHelpText(
      'after',
      '\nJSON lines in and out. Ends 0: done; 1: something was refused or is wrong; 2: the call itself is bad.',
    )
    .exitOverride()
    .showHelpAfterError(false)
    .showSuggestionAfterError(false)
  addCaseCommands(program, deps)
  addStoreCommands(program, deps)
  addExchangeCommands(program, deps)
  addKernelCommands(program, deps)
  return program
}

async function run(): Promise<ExitCode> {
  try {
    await createProgram().parseAsync(process.argv)
    return code
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
    if (!(error instanceof UsageError || error instanceof OptionError)) throw error
    processOutput.say(error.message)
    return 2
  }
}

process.exitCode = await run()
