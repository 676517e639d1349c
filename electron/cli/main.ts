import { processOutput } from './output.ts'
import { runRedress } from './program.ts'

// Whoever reads our lines may stop reading (`| head`): then there is nobody left to write for.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
  process.exit(0)
})

process.exitCode = await runRedress(process.argv.slice(2), {
  output: processOutput,
  input: process.stdin,
  env: process.env,
})
