import type { HelloResponse, PullResponse, PushRequest, PushResponse } from '../../../shared/sync/protocol.ts'
import type { Exchange } from '../network/switchboard.ts'
import { people } from '../people.ts'
import { demand } from './broken.ts'
import type { Ledger } from './ledger.ts'

/** What every answer of the server has to keep, also one that never arrives. */
export function checkExchange({ request, answer }: Exchange, ledger: Ledger): void {
  if (answer === null) return
  const what = () => `${request.path} answered ${answer.status} ${answer.body.slice(0, 200)}`
  demand(answer.status < 500 || answer.status === 503, 'server', what)
  if (answer.status !== 200) return
  const person = personOf(request.headers['authorization'])
  const rights = ledger.rights.get(person ?? '') ?? []
  const isHonest = people.some(({ id }) => id === person)
  if (request.path === '/v1/sync/push')
    checkPush(request.body ?? '', JSON.parse(answer.body), { rights, isHonest }, ledger)
  if (request.path === '/v1/sync/pull') checkPull(JSON.parse(answer.body), rights, ledger)
  if (request.path === '/v1/sync/hello') checkHello(JSON.parse(answer.body), rights)
}

/** Whose access token it is: the claims stand in it in the open. */
function personOf(authorization: string | undefined): string | null {
  const text = /^Bearer ([\w-]+)\./.exec(authorization ?? '')?.[1]
  if (text === undefined) return null
  const claims = JSON.parse(Buffer.from(text, 'base64url').toString()) as { actor: string }
  return claims.actor
}

interface Sender {
  readonly rights: readonly string[]
  /** It is a console, not something that says whatever it likes. */
  readonly isHonest: boolean
}

/** What is said of a case one does not reach (any more). */
const outOfReach = new Set(['case.unknown', 'scope.denied'])

function checkPush(body: string, answer: PushResponse, { rights, isHonest }: Sender, ledger: Ledger): void {
  const push = JSON.parse(body) as PushRequest
  for (const scope of Object.keys(answer.heads))
    demand(rights.includes(scope), 'SYNC-6', () => `a push answer tells the head of ${scope}`)
  for (const [i, verdict] of answer.verdicts.entries()) {
    const event = push.events[i]
    const text = JSON.stringify(verdict)
    const name = `${push.epoch} ${push.device} ${verdict.n}`
    const before = ledger.verdicts.get(name)
    demand(before === undefined || before === text, 'SYNC-3', () => `the word on ${name} was ${before}, is ${text}`)
    ledger.verdicts.set(name, text)
    if (!isHonest || event === undefined) continue
    const isFact = event.kind === 'fact'
    demand(!(isFact && verdict.verdict === 'refused'), 'SYNC-5', () => `a fact was refused: ${event.type} ${text}`)
    if (verdict.verdict !== 'quarantined') continue
    const isLost = verdict.code === 'case.unknown' && ledger.robbed.has(event.case)
    const isLeft = outOfReach.has(verdict.code) && ledger.narrowed.has(event.actor)
    demand(isLost || isLeft, 'SYNC-5', () => `kept apart: ${event.type} ${text}`)
  }
}

function checkPull(answer: PullResponse, rights: readonly string[], ledger: Ledger): void {
  for (const page of answer.pages) {
    demand(rights.includes(page.scope), 'SYNC-6', () => `a page of ${page.scope} went to one who may not hold it`)
    const isDense = page.events.every((item, i) => item.seq === page.from + i + 1)
    demand(isDense && page.to === page.from + page.events.length, 'SYNC-4', () => `${page.scope} is not dense`)
    for (const { event } of page.events) {
      demand(!ledger.forged.has(event.id), 'forged', () => `${event.type} ${event.id} came through`)
      if (event.type === 'number_given') checkNumber(String(event.body['number']), event.case, ledger)
    }
  }
}

/** An official number is never given twice. Source: details.md "Official numbers". */
function checkNumber(number: string, caseId: string, ledger: Ledger): void {
  const holder = ledger.numbers.get(number) ?? caseId
  demand(holder === caseId, 'CASE-6', () => `number ${number} stands on ${holder} and on ${caseId}`)
  ledger.numbers.set(number, caseId)
}

function checkHello(answer: HelloResponse, rights: readonly string[]): void {
  const told = answer.scopes.map(({ id }) => id as string)
  const isSame = told.length === rights.length && told.every((scope) => rights.includes(scope))
  demand(isSame, 'SYNC-6', () => `hello tells ${told.join(' ')}, the rights are ${rights.join(' ')}`)
}
