import { timingSafeEqual } from 'node:crypto'
import { demoPassword } from '../../shared/contract/demo.ts'
import { ok, type Result, refuse } from '../../shared/kernel/result.ts'
import { waitAfter } from './store/keyring.ts'
import type { Store } from './store/store.ts'

/** Asks whether a person may come back to a locked console: `unlock.wrong` with `tries`, `waitMs`; `unlock.wait` with `waitMs`. */
export type CheckPassword = (user: string, password: string) => Promise<Result<void>>

interface DemoTries {
  readonly count: number
  readonly waitMs: number
  readonly sinceUpMs: number
}

const triesSetting = 'demo_unlock_tries'
const untried: DemoTries = { count: 0, waitMs: 0, sinceUpMs: 0 }

/**
 * The demonstration's store opens without a password, so its key ring knows none: its one password is compared here, counted and
 * slowed by the same rule. Source: details.md "Wrong password".
 */
export function demoCheck(store: Store, upMs: () => number): CheckPassword {
  return async (_user, password) => {
    const tries = store.read.setting<DemoTries>(triesSetting) ?? untried
    const nowUpMs = upMs()
    const passedMs = nowUpMs >= tries.sinceUpMs ? nowUpMs - tries.sinceUpMs : nowUpMs
    const leftMs = Math.ceil(tries.waitMs - passedMs)
    if (leftMs > 0) return refuse('unlock.wait', 'password', { waitMs: leftMs })
    const [given, known] = [Buffer.from(password), Buffer.from(demoPassword)]
    if (given.length === known.length && timingSafeEqual(given, known)) {
      store.write.putSetting(triesSetting, untried)
      return ok(undefined)
    }
    const count = tries.count + 1
    const waitMs = waitAfter(count)
    store.write.putSetting(triesSetting, { count, waitMs, sinceUpMs: Math.floor(nowUpMs) })
    return refuse('unlock.wrong', 'password', { tries: count, waitMs })
  }
}

/** The check of a store with passwords: does it open this very store? */
export const keyringCheck =
  (store: Store): CheckPassword =>
  (user, password) =>
    store.keyring.check({ user, password })
