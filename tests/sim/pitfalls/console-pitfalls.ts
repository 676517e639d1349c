import { rmSync } from 'node:fs'
import { join } from 'node:path'
import type { PullRequest, PullResponse, PushRequest, PushResponse } from '../../../shared/sync/protocol.ts'
import type { Sabotage } from '../sabotage.ts'
import { changeRuns, changeWire, type Pitfall } from './pitfall.ts'

/** The statement that stores how far a scope was read, with its digest. */
const isScopeMark = (sql: string): boolean => sql.startsWith('INSERT INTO scopes')
type Pages = PullResponse['pages']

const progressPastExamined: Pitfall = {
  name: 'progress stored past what was examined',
  seen: 'Marten 9.25',
  within: 5,
  make: () => {
    const heads = new Map<unknown, number>()
    return {
      wire: (inner) =>
        changeWire<PullRequest, PullResponse>(inner, {
          path: '/v1/sync/pull',
          out: (request) => ({ ...request, limit: 2 }),
          back: (answer) => {
            for (const { scope, head } of answer.pages) heads.set(scope, head)
            return answer
          },
        }),
      disk: (inner) =>
        changeRuns(inner, (sql, values, go) =>
          go(isScopeMark(sql) ? values.with(1, heads.get(values[0]) ?? values[1]) : values),
        ),
    }
  },
}

const checkpointWithoutData: Pitfall = {
  name: 'checkpoint stored without data',
  seen: 'rxdb#5571, pouchdb#1240',
  from: 20,
  within: 20,
  make: () => ({
    disk: (inner) => {
      let marks: unknown[][] = []
      const db = changeRuns(inner, (sql, values, go) => {
        if (isScopeMark(sql)) marks.push([sql, ...values])
        return go(values)
      })
      return {
        ...db,
        transaction: <T>(work: () => T): T => {
          marks = []
          try {
            return inner.transaction(work)
          } catch (error) {
            for (const [sql, ...values] of marks) inner.run(sql as string, ...(values as []))
            throw error
          }
        },
      }
    },
  }),
}

const optimisticRowVanishes: Pitfall = {
  name: 'optimistic row vanishes between commit and echo',
  seen: 'TanStack/db#1602',
  within: 5,
  make: () => ({
    disk: (inner) =>
      changeRuns(inner, (_, values, go) => {
        const changed = go(values)
        if (values[0] === 'judged_n')
          inner.run('UPDATE events SET state = 6 WHERE state = 0 AND n <= ?', Number(values[1]))
        return changed
      }),
  }),
}

const queueNotRestarted: Pitfall = {
  name: 'queue not restarted after reconnect',
  seen: 'powersync.dart#203',
  within: 3,
  make: () => {
    const broken = new Set<string>()
    return {
      wire: (inner, box) => ({
        ...inner,
        fetch: async (url, init) => {
          try {
            return await inner.fetch(url, init)
          } catch (error) {
            broken.add(box)
            throw error
          }
        },
      }),
      setTimer: (inner, box) => (work, afterMs) =>
        broken.has(box) ? { cancel: () => undefined } : inner(work, afterMs),
    }
  },
}

/** Takes what the server says for what was computed here, and does not look whether it is so. */
const adoptedDigest: Pitfall = {
  name: 'digest adopted from the server hides a gap',
  seen: 'sync.md',
  within: 3,
  make: () => {
    const digests = new Map<unknown, string>()
    const spoil = (pages: Pages): Pages =>
      pages.map(({ digestAtHead: _, ...page }) => {
        if (page.digestAtTo !== undefined) digests.set(page.scope, page.digestAtTo)
        const [first, second, ...rest] = page.events
        return first && second ? { ...page, events: [first, { ...first, seq: second.seq }, ...rest] } : page
      })
    return {
      wire: (inner) =>
        changeWire<PullRequest, PullResponse>(inner, {
          path: '/v1/sync/pull',
          back: (answer) => ({ ...answer, pages: spoil(answer.pages) }),
        }),
      disk: (inner) =>
        changeRuns(inner, (sql, values, go) => {
          const theirs = isScopeMark(sql) ? digests.get(values[0]) : undefined
          return go(theirs === undefined ? values : values.with(2, Buffer.from(theirs, 'hex')))
        }),
    }
  },
}

/** Less than a push carries on a good line; the burst in the thread was of 248. */
const mostInOneGo = 60

/** One push that was too large chokes the queue for good. If only that push failed, the next one would carry less. */
const burst: Pitfall = {
  name: 'burst of more than 247 events',
  seen: 'livestore#362',
  within: 20,
  make: () => {
    let isChoked = false
    return {
      wire: (inner) => ({
        ...inner,
        fetch: async (url, init) => {
          const isPush = url.endsWith('/v1/sync/push')
          if (isPush) isChoked ||= (JSON.parse(String(init.body)) as PushRequest).events.length > mostInOneGo
          if (isPush && isChoked) throw new TypeError('fetch failed', { cause: { code: 'ECONNRESET' } })
          return inner.fetch(url, init)
        },
      }),
    }
  },
}

const rowsStay: Pitfall = {
  name: 'permission removed, rows stay',
  seen: 'sync.md',
  from: 30,
  within: 15,
  make: () => ({
    disk: (inner) =>
      changeRuns(inner, (sql, values, go) => (sql.startsWith('DELETE FROM events WHERE case_ref') ? 0 : go(values))),
  }),
}

const deleteEverything: Pitfall = {
  name: 'corrupt file: delete everything',
  seen: 'Signal',
  within: 15,
  make: () => ({
    beforeStart: (dir, wasCut) => {
      if (wasCut) rmSync(dir, { recursive: true, force: true })
    },
  }),
}

const recorderLost: Pitfall = {
  name: 'destroyed file, and nothing beside it holds what was not sent',
  seen: 'sync.md',
  from: 8,
  within: 5,
  make: () => ({ beforeStart: (dir) => rmSync(join(dir, 'unsent.rec'), { force: true }) }),
}

/** After a push without an answer the console goes on behind the event it knows nothing of. */
export const skipUnanswered = (): NonNullable<Sabotage['wire']> => {
  const skipped = new Map<string, PushRequest['events'][number]>()
  return (inner, box) =>
    changeWire<PushRequest, PushResponse>(inner, {
      path: '/v1/sync/push',
      failed: ({ events: [first] }) => {
        if (first) skipped.set(box, first)
      },
      out: (request) => {
        const [first, ...rest] = request.events
        if (!first || rest.length === 0 || skipped.get(box)?.id !== first.id) return request
        return { ...request, from: request.from + 1, events: rest }
      },
      back: (answer, { events: [first] }) => {
        const isSkipped = first !== undefined && answer.verdicts[0]?.id !== first.id
        if (!isSkipped) return answer
        return { ...answer, verdicts: [{ n: first.n, id: first.id, verdict: 'accepted' }, ...answer.verdicts] }
      },
    })
}

export const consolePitfalls: readonly Pitfall[] = [
  progressPastExamined,
  checkpointWithoutData,
  optimisticRowVanishes,
  queueNotRestarted,
  adoptedDigest,
  burst,
  rowsStay,
  deleteEverything,
  recorderLost,
]
