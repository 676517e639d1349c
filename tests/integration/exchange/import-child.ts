import { importInto, openCore } from './core.ts'

/** Imports a file into the store of a folder and says after each batch that it is saved; the parent kills it somewhere between. */
const [dir = '', path = ''] = process.argv.slice(2)
const map = {
  version: 1,
  source: 'kill',
  fields: {
    channel: { value: 'web_form' },
    receivedAt: { value: '2026-06-01T00:00:00Z' },
    'issue.symptom': { column: 's' },
    notes: { column: 'n' },
  },
}
const core = await openCore(dir)
const { summary } = await importInto(core, path, {
  map,
  batchRows: 7,
  onBatch: () => void process.stdout.write('batch\n'),
})
await core.store.close()
process.stdout.write(`${JSON.stringify(summary)}\n`)
