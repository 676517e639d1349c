import { globSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'

const root = resolve(import.meta.dirname, '../../..')
const read = (path: string) => readFileSync(join(root, path), 'utf8')

/** Every file with a field that takes typed text, and the test that composes in each such field it finds on that screen. */
const composedIn: Readonly<Record<string, string>> = {
  'actions/ActForm.tsx': 'composing',
  'actions/PromiseForm.tsx': 'composing',
  'actions/form/CaseField.tsx': 'composing',
  'actions/form/FieldView.tsx': 'composing',
  'features/intake/Demands.tsx': 'intake',
  'features/intake/IntakeForm.tsx': 'intake',
  'features/intake/PromiseField.tsx': 'intake',
  'features/intake/Questions.tsx': 'intake',
  'features/intake/TextLine.tsx': 'intake',
  'features/intake/TypedAhead.tsx': 'typed-ahead',
  'features/intake/script/MissingSlots.tsx': 'call-help',
  'features/intake/script/OwnWords.tsx': 'composing',
  'features/library/Feedback.tsx': 'library',
  'features/library/SearchLine.tsx': 'library',
  'features/library/bodies.tsx': 'library',
  'features/palette/Palette.tsx': 'composing',
  'features/queue/FilterBar.tsx': 'composing',
  'features/queue/OwnViews.tsx': 'composing',
  'features/session/Door.tsx': 'composing',
  'features/session/SignIn.tsx': 'composing',
}

const takesText =
  /<(?:textarea|TextInput|PasswordInput|Textarea)\b|<input\b(?![^>]*type="(?:radio|checkbox|file|range)")/
const found = globSync('renderer/**/*.tsx', { cwd: root })
  .filter((path) => takesText.test(read(path).replace(/=>/g, '')))
  .map((path) => path.replace('renderer/', ''))
  .sort()

describe('CALL-2c fields that take typed text', () => {
  it('are all known to a test that composes in them: a new one is added here with its test', () => {
    expect(found).toEqual(Object.keys(composedIn).sort())
  })

  it.each([...new Set(Object.values(composedIn))])('are composed in by the test of %s', (name) => {
    expect(read(`tests/e2e/screens-${name}.test.ts`)).toContain('compose(page')
  })
})
