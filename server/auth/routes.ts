import { ORPCError } from '@orpc/client'
import { OpenAPIHandler } from '@orpc/openapi/fastify'
import { implement, onError, ValidationError } from '@orpc/server'
import type { FastifyInstance } from 'fastify'
import { serverContract } from '../../shared/contract/server.ts'
import { problemOf } from '../ops/errors.ts'
import { Problem, problemBody } from '../problem.ts'
import type { Services } from '../services.ts'
import { exchangeKeys } from '../sync/customer-keys.ts'
import { hello } from '../sync/hello.ts'

interface Context {
  readonly authorization: string | undefined
  readonly request: string
  readonly header: (name: string, value: string) => void
}

/** Procedures the contract's own handler serves; push and pull stand in `sync/routes.ts`. */
const handled = {
  auth: serverContract.auth,
  admin: serverContract.admin,
  directory: serverContract.directory,
  choices: serverContract.choices,
  sync: { hello: serverContract.sync.hello, keys: serverContract.sync.keys },
}

const base = implement(handled).$context<Context>()

function authRouter({ accounts, people, setup, fork, readCaller }: Services) {
  const os = base.auth
  return os.router({
    login: os.login.handler(({ input }) => accounts.login(input)),
    refresh: os.refresh.handler(({ input }) => accounts.refresh(input)),
    enter: os.enter.handler(({ input }) => people.enter(input)),
    setUp: os.setUp.handler(({ input }) => setup.setUp(input)),
    fork: os.fork.handler(async ({ input, context }) => fork(await readCaller(context.authorization), input)),
    changePassword: os.changePassword.handler(async ({ input, context }) => {
      await accounts.changePassword(await readCaller(context.authorization), input)
      return {}
    }),
    logout: os.logout.handler(async ({ input }) => {
      await accounts.logout(input.refreshToken)
      return {}
    }),
  })
}

function adminRouter({ people, teams, devices, erasures, records, readCaller }: Services) {
  const os = base.admin
  const caller = (context: Context) => readCaller(context.authorization)
  return os.router({
    people: os.people.handler(async ({ context }) => people.list(await caller(context))),
    invite: os.invite.handler(async ({ input, context }) => people.invite(await caller(context), input)),
    inviteAgain: os.inviteAgain.handler(async ({ input, context }) =>
      people.inviteAgain(await caller(context), input.id),
    ),
    changePerson: os.changePerson.handler(async ({ input, context }) => people.change(await caller(context), input)),
    addSite: os.addSite.handler(async ({ input, context }) => {
      await teams.addSite(await caller(context), input)
      return {}
    }),
    addTeam: os.addTeam.handler(async ({ input, context }) => {
      await teams.addTeam(await caller(context), input)
      return {}
    }),
    changeTeam: os.changeTeam.handler(async ({ input, context }) => {
      await teams.changeTeam(await caller(context), input)
      return {}
    }),
    devices: os.devices.handler(async ({ context }) => devices.list(await caller(context))),
    revokeDevice: os.revokeDevice.handler(async ({ input, context }) => {
      await devices.revoke(await caller(context), input.id, input.wipe)
      return {}
    }),
    eraseCustomer: os.eraseCustomer.handler(async ({ input, context }) =>
      erasures.erase(await caller(context), input.id, input.reason),
    ),
    erasure: os.erasure.handler(async ({ input, context }) => erasures.state(await caller(context), input.id)),
    quarantine: os.quarantine.handler(async ({ context }) => records.quarantine(await caller(context))),
    audit: os.audit.handler(async ({ input, context }) => records.audit(await caller(context), input)),
  })
}

function createRouter(services: Services) {
  const { teams, choices, readCaller } = services
  return base.router({
    auth: authRouter(services),
    admin: adminRouter(services),
    directory: base.directory.handler(async ({ context }) => teams.directory(await readCaller(context.authorization))),
    choices: base.choices.handler(async ({ input, context }) => ({
      kept: await choices.exchange(await readCaller(context.authorization), input.own),
    })),
    sync: {
      hello: base.sync.hello.handler(async ({ input, context }) =>
        hello(services, await readCaller(context.authorization), input),
      ),
      keys: base.sync.keys.handler(async ({ input, context }) =>
        exchangeKeys(services.db, await readCaller(context.authorization), input),
      ),
    },
  })
}

/** The handler's errors in our words; what was received is never repeated. */
function said(error: unknown, services: Services, context: Context): Problem {
  const problem = problemOf(error)
  if (problem) return problem
  if (error instanceof ORPCError && error.code === 'BAD_REQUEST') {
    const issue = error.cause instanceof ValidationError ? error.cause.issues[0] : undefined
    const field = issue?.path?.map((part) => (typeof part === 'object' ? part.key : part)).join('.')
    return new Problem(400, 'input.malformed', field === undefined ? {} : { field })
  }
  services.log.fault('request.failed', error, { request: context.request })
  return new Problem(500, 'server.fault', { request: context.request })
}

/** A problem in the shape the handler can carry. */
const carried = (problem: Problem) => new ORPCError(problem.code, { status: problem.status, data: problem.extra })

function bodyOf(error: { status: number; code: string; data?: unknown }) {
  const isOurs = /^[a-z]/.test(error.code)
  const extra = isOurs ? (error.data as Problem['extra']) : {}
  return problemBody(new Problem(error.status, isOurs ? error.code : 'input.malformed', extra))
}

export function registerAccounts(app: FastifyInstance, services: Services): void {
  const handler = new OpenAPIHandler<Context>(createRouter(services), {
    clientInterceptors: [
      onError((error, { context }) => {
        const problem = said(error, services, context)
        const wait = problem.extra['retryAfterMs']
        if (typeof wait === 'number') context.header('retry-after', String(Math.ceil(wait / 1000)))
        throw carried(problem)
      }),
    ],
    customErrorResponseBodyEncoder: bodyOf,
  })
  app.all('/v1/*', async (request, reply) => {
    const context: Context = {
      authorization: request.headers.authorization,
      request: request.id,
      header: (name, value) => void reply.header(name, value),
    }
    const { matched } = await handler.handle(request, reply, { context })
    if (!matched) throw new Problem(404, 'not_found')
  })
}
