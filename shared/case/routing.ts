import type { Case } from './model.ts'
import type { Channel, Responsibility, Urgency } from './words.ts'

/** What routing reads of the organisation's data (`resources/departments`, `categories`, `channels`). */
export interface RoutingTables {
  readonly departments: readonly { readonly id: string; readonly responsibilities: readonly Responsibility[] }[]
  readonly categories: readonly {
    readonly id: string
    readonly department: string
    readonly joins: readonly string[]
  }[]
  readonly channels: readonly { readonly id: Channel; readonly owner: string; readonly joins: readonly string[] }[]
}

/** Where a case goes: a department's pool, who takes it there, who joins. */
export interface Route {
  readonly department: string
  /** `senior` owns the contact with the customer; `engineer` reports daily; `service` answers by itself. */
  readonly taker: 'senior' | 'engineer' | 'service'
  /** Departments told at once besides: legal for privacy, brand for social media. */
  readonly joins: readonly string[]
}

const takers: Readonly<Record<Urgency, Route['taker']>> = { high: 'senior', mid: 'engineer', low: 'service' }

type Routed = Pick<Case, 'classification'> & { readonly reception: Pick<Case['reception'], 'channel'> }

/**
 * The proposal where a case goes; a person may decide otherwise, and a department a person set stands.
 *
 * Urgency decides who takes it, responsibility decides the department, else the category, else the channel's owner; the
 * category and the channel say who joins. Source: CLS-3, D1 二(二)3, D0 三(二)1.
 */
export function routeOf({ classification, reception }: Routed, tables: RoutingTables): Route {
  const category = tables.categories.find(({ id }) => id === classification.category)
  const channel = tables.channels.find(({ id }) => id === reception.channel)
  const responsible = tables.departments.filter(
    (it) => classification.responsibility !== undefined && it.responsibilities.includes(classification.responsibility),
  )
  const byCategory = responsible.find(({ id }) => id === category?.department)
  const department =
    classification.department ??
    byCategory?.id ??
    responsible[0]?.id ??
    category?.department ??
    channel?.owner ??
    'service'
  const joins = [...new Set([...(category?.joins ?? []), ...(channel?.joins ?? [])])].filter((it) => it !== department)
  return { department, taker: takers[classification.urgency], joins }
}
