import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { compileLint, type LintRules } from '../../../shared/assist/lint-phrase.ts'
import { lintFile } from '../../../shared/assist/lint-rules.ts'
import type { Lang } from '../../../shared/assist/record.ts'

const root = join(import.meta.dirname, '../../../resources')

/** One shipped resource file as parsed JSON, unchecked. */
export const resource = (path: string): unknown => JSON.parse(readFileSync(join(root, path), 'utf8'))

/** Names of the JSON files in a resource folder, sorted. */
export const resourceNames = (folder: string): string[] =>
  readdirSync(join(root, folder))
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => `${folder}/${name}`)

export const lintFileOf = (lang: Lang) => lintFile.parse(resource(`lint/${lang}.json`))

export const lintPacks: readonly LintRules[] = (['zh-CN', 'zh-TW', 'en'] as const).map((lang) =>
  compileLint(lintFileOf(lang)),
)
