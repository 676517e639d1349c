import { writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { cliSchema } from '../../../electron/cli/schemas.ts'

/** Writes docs/api/cli.schema.json anew; run by hand when the command line changes. */
const file = resolve(import.meta.dirname, '../../../docs/api/cli.schema.json')
writeFileSync(file, `${JSON.stringify(cliSchema(), null, 2)}\n`)
