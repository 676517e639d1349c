import { once } from 'node:events'
import type { Writable } from 'node:stream'
import { setImmediate } from 'node:timers/promises'
import exceljs from 'exceljs'
import type { ExportedCase } from '../../../shared/contract/exchange.ts'
import { neutralCell } from './formula.ts'
import type { Format } from './inspect-file.ts'
import { listJoin, phonesJoin, type Target, targetNames, targets, targetValue } from './targets.ts'
import { escapeCell } from './xlsx-parts.ts'

/** Writes exported cases to one stream. */
export interface CaseWriter {
  readonly write: (cases: readonly ExportedCase[]) => Promise<void>
  readonly end: () => Promise<void>
}

/** Characters an Excel cell holds. */
const mostExcelChars = 32_767
const heads = ['id', 'number', 'status', 'openedAt', 'updatedAt', 'masked', 'beyond', 'erased'] as const
const header: readonly string[] = [...heads, ...targetNames]

const joins: Partial<Record<Target, string>> = { 'customer.phones': phonesJoin, 'customer.tags': listJoin }

/** An empty list says nothing and leaves its cell empty. */
function cellOf(document: object, target: Target): string {
  const value = targetValue(document, target)
  if (value === undefined || (Array.isArray(value) && value.length === 0)) return ''
  if (targets[target] === 'json') return JSON.stringify(value)
  return Array.isArray(value) ? value.join(joins[target] ?? listJoin) : String(value)
}

/** A case as the cells of one row, none of which a spreadsheet takes for a formula. */
function cellsOf({ case: document, ...head }: ExportedCase): readonly string[] {
  const said = { ...head, beyond: head.beyond.join(listJoin), erased: document === null ? 'TRUE' : '' }
  const masked = head.masked ? 'TRUE' : ''
  const heading = heads.map((name) => (name === 'masked' ? masked : String(said[name])))
  const told = targetNames.map((target) => (document === null ? '' : cellOf(document, target)))
  return [...heading, ...told].map(neutralCell)
}

/** `jsonl`: one case a line. `csv`: UTF-8 with a mark, so that Excel reads the Chinese. `xlsx`: one sheet. */
export function createCaseWriter(format: Format, out: Writable): CaseWriter {
  if (format === 'xlsx') return workbookWriter(out)
  const line =
    format === 'jsonl' ? (it: ExportedCase) => `${JSON.stringify(it)}\n` : (it: ExportedCase) => csvLine(cellsOf(it))
  let begun = format === 'jsonl'
  const put = async (text: string): Promise<void> => {
    if (text !== '' && !out.write(text)) await once(out, 'drain')
  }
  const begin = (): string => {
    const text = begun ? '' : `\ufeff${csvLine(header)}`
    begun = true
    return text
  }
  return {
    write: (cases) => put(begin() + cases.map(line).join('')),
    end: () => put(begin()),
  }
}

const csvLine = (cells: readonly string[]): string => `${cells.map(csvCell).join(',')}\r\n`
const csvCell = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)

/** A case whose text no Excel cell can hold. */
export class CellTooLongError extends Error {
  readonly caseNumber: string
  constructor(caseNumber: string) {
    super(
      `case ${caseNumber} holds a text longer than an Excel cell (${mostExcelChars} characters); export as csv or jsonl`,
    )
    this.caseNumber = caseNumber
  }
}

function workbookWriter(out: Writable): CaseWriter {
  const workbook = new exceljs.stream.xlsx.WorkbookWriter({ stream: out, useSharedStrings: false, useStyles: false })
  const sheet = workbook.addWorksheet('cases')
  sheet.addRow([...header]).commit()
  return {
    write: async (cases) => {
      for (const it of cases) {
        const cells = cellsOf(it).map(escapeCell)
        if (cells.some((cell) => cell.length > mostExcelChars)) throw new CellTooLongError(it.number)
        sheet.addRow(cells.map((cell) => (cell === '' ? null : cell))).commit()
      }
      await setImmediate() // the archive takes what was committed while nobody writes
    },
    end: async () => {
      sheet.commit()
      await workbook.commit()
    },
  }
}
