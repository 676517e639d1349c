import type { Lang } from '../assist/record.ts'
import type { Refusal } from '../kernel/result.ts'
import { numberOf } from './numerals.ts'
import type { Question } from './template.ts'

type Answers = Readonly<Record<string, string>>

const yesWords: ReadonlySet<string> = new Set(['是', '有', '对', '對', '会', '會', 'yes', 'y', '1'])
const noWords: ReadonlySet<string> = new Set(['否', '没有', '沒有', '不是', '无', '無', '不会', '不會', 'no', 'n', '0'])

/** The answer to a question; ids that stand in the object's prototype are no answers. */
const answerTo = (answers: Answers, question: Question): string =>
  Object.hasOwn(answers, question.id) ? String(answers[question.id]).trim() : ''

function isFitting(answer: string, question: Question): boolean {
  if (question.kind === 'yes_no') return yesWords.has(answer.toLowerCase()) || noWords.has(answer.toLowerCase())
  if (question.kind === 'number') return /^[0-9]+(?:\.[0-9]+)?$/.test(answer) || numberOf(answer) !== null
  return question.kind === 'text' || question.options?.some((option) => option.id === answer) === true
}

/** Questions that had to be asked and were not (`draft.missing`), and answers of the wrong kind (`draft.bad_answer`). */
export function answerFaults(answers: Answers, questions: readonly Question[]): Refusal[] {
  return questions.flatMap((question): Refusal[] => {
    const answer = answerTo(answers, question)
    const field = `answers.${question.id}`
    if (answer === '') return question.required ? [{ tag: 'draft.missing', field }] : []
    return isFitting(answer, question) ? [] : [{ tag: 'draft.bad_answer', field, detail: { kind: question.kind } }]
  })
}

function wordsOf(answer: string, question: Question, lang: Lang): string {
  return question.options?.find((option) => option.id === answer)?.name[lang] ?? answer
}

/** The symptom with each answered question below it, in the words the agent asked it. */
export function symptomWithAnswers(
  symptom: string,
  answers: Answers,
  questions: readonly Question[],
  lang: Lang,
): string {
  const lines = questions.flatMap((question) => {
    const answer = answerTo(answers, question)
    return answer === '' ? [] : [`${question.ask[lang]} ${wordsOf(answer, question, lang)}`]
  })
  return [symptom, ...lines].filter((line) => line !== '').join('\n')
}
