import { cpSync } from 'node:fs'
import { join } from 'node:path'
import type { SignIn } from '../../../shared/contract/server.ts'
import { type Started, startConsole } from '../../e2e/started.ts'
import { actorOf, openBench, orgIdentity } from '../store/histories.ts'

/** Somebody at work in the corpus' organisation, so that a console without a server opens on it. */
const signIn: SignIn = {
  accessToken: 'no-server-no-token-to-give',
  refreshToken: 'no-server-no-token-to-give',
  expiresAtMs: 0,
  session: 'local:hotline-1',
  actor: { ...actorOf('hotline'), name: 'Bench', scopes: [...actorOf('hotline').scopes] },
  org: { id: orgIdentity.org, name: 'Bench', zone: 'Asia/Shanghai' },
  directory: { people: {}, teams: {} },
  orgKey: orgIdentity.orgKey,
  numberPrefix: orgIdentity.numberPrefix,
  lease: 'no-server-no-lease',
  serverKey: '',
  serverMs: 0,
}

/** A console of its own on a copy of the corpus, and how long it took from its start until it said READY. */
export async function openDesk(corpusDir: string, dataDir: string): Promise<{ desk: Started; readyMs: number }> {
  const dir = join(dataDir, 'console', 'agent')
  cpSync(corpusDir, dir, { recursive: true })
  const store = await openBench(dir)
  store.write.putSetting('sign_in', signIn)
  await store.close()
  const startedMs = performance.now()
  const desk = await startConsole(dataDir, ['--server', 'none', '--profile', 'agent'])
  return { desk, readyMs: performance.now() - startedMs }
}
