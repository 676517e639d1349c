import { resolve } from 'node:path'
import { Command, CommanderError } from 'commander'
import { defaultDataDir, OptionError, profiles } from '../start/options.ts'
import type { Place } from './access.ts'
import { addBackupCommands } from './backup-command.ts'
import { addCaseCommands, type CommandDeps } from './case-command.ts'
import { addExchangeCommands } from './exchange-command.ts'
import { addKernelCommands } from './kernel-command.ts'
import { type ExitCode, type Output, UsageError } from './output.ts'
import { addSchemaCommand } from './schemas.ts'
import { addStoreCommands } from './store-command.ts'

/** What a run of `redress` is given from outside. */
export interface RunDeps {
  readonly output: Output
  readonly input: NodeJS.ReadableStream
  readonly env: NodeJS.ProcessEnv
}

function placeOf(command: Command, env: NodeJS.ProcessEnv): Place {
  const options = command.optsWithGlobals<{ dataDir?: string; profile: string; passwordFile?: string; user?: string }>()
  const profile = profiles.find((item) => item === options.profile)
  if (!profile) throw new UsageError(`--profile must be one of ${profiles.join(', ')}; it is "${options.profile}"`)
  const passwordFile = options.passwordFile ?? env['REDRESS_PASSWORD_FILE']
  return {
    dataDir: resolve(options.dataDir ?? env['REDRESS_DATA_DIR'] ?? defaultDataDir(env)),
    profile,
    ...(passwordFile === undefined || passwordFile === '' ? {} : { passwordFile }),
    ...(options.user === undefined ? {} : { user: options.user }),
  }
}

const ends = '\nJSON lines in and out. Ends 0: done; 1: something was refused or is wrong; 2: the call itself is bad.'

function createProgram(deps: CommandDeps, output: Output): Command {
  const program = new Command('redress')
    .description('the command line of Redress 回音')
    .option('--data-dir <dir>', 'data folder (or REDRESS_DATA_DIR)')
    .option('--profile <name>', `whose console: ${profiles.join(', ')}`, 'agent')
    .option('--password-file <file>', 'file with the store’s password (or REDRESS_PASSWORD_FILE); the demo needs none')
    .option('--user <id>', 'whose password it is, where several people unlock the store')
    .addHelpText('after', ends)
    .configureOutput({ writeOut: (text) => output.text(text), writeErr: (text) => output.say(text.trimEnd()) })
    .exitOverride()
    .showHelpAfterError(false)
    .showSuggestionAfterError(false)
  addCaseCommands(program, deps)
  addExchangeCommands(program, deps)
  addStoreCommands(program, deps)
  addBackupCommands(program, deps)
  addKernelCommands(program, deps)
  addSchemaCommand(program, deps)
  return program
}

/** `redress`: JSON lines in and out; 0 done, 1 something is refused or wrong, 2 the call itself is bad. */
export async function runRedress(args: readonly string[], { output, input, env }: RunDeps): Promise<ExitCode> {
  let code: ExitCode = 0
  const deps: CommandDeps = {
    output,
    input,
    place: (command) => placeOf(command, env),
    end: (next) => {
      code = next
    },
  }
  try {
    await createProgram(deps, output).parseAsync([...args], { from: 'user' })
    return code
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
    if (!(error instanceof UsageError || error instanceof OptionError)) throw error
    output.say(error.message)
    return 2
  }
}
