import { timeKeeper } from '../../state/now.ts'
import { useText } from '../../text/context.tsx'
import { Tag } from '../../ui/Tag.tsx'
import classes from './CustomerCard.module.css'
import { type History, useHistory } from './history.ts'

const mostContacts = 3

/** What is known of the caller: how to reach them, what they got, what to mind. Source: CASE-4. */
export function CustomerCard() {
  const { t, naming } = useText()
  const history = useHistory()
  const { customer } = history
  if (customer === null) return null
  return (
    <section className={classes['card']} aria-label={t('intake.customer')}>
      <h2>{t('intake.customer')}</h2>
      <dl>
        {customer.preferredContact !== undefined && (
          <Fact name={t('intake.contactWay')} value={naming.name('way', customer.preferredContact)} />
        )}
        {customer.account !== undefined && <Fact name={t('intake.account')} value={customer.account} />}
      </dl>
      <Compensated history={history} />
      {history.tags.length > 0 && (
        <p className={classes['tags']}>
          {history.tags.map((tag) => (
            <Tag key={tag}>{naming.name('tag', tag)}</Tag>
          ))}
        </p>
      )}
      <p className={classes['quiet']}>{t('intake.known')}</p>
    </section>
  )
}

const Fact = ({ name, value }: { readonly name: string; readonly value: string }) => (
  <div>
    <dt>{name}</dt>
    <dd>{value}</dd>
  </div>
)

/** Money of one currency is added up; sums in others stand beside it. */
function Compensated({ history }: { readonly history: History }) {
  const { t, naming } = useText()
  const paid = history.compensations.filter(({ state }) => state !== 'rejected')
  if (paid.length === 0) return null
  const sums = Map.groupBy(paid, ({ currency }) => currency)
  const amount = [...sums]
    .map(([currency, lines]) => {
      const minor = lines.reduce((sum, { amountMinor }) => sum + amountMinor, 0)
      return naming.sum(minor, currency)
    })
    .join(' + ')
  return <p>{t('intake.compensated', { n: paid.length, amount })}</p>
}

/** The last contacts, whichever case they were about. */
export function Contacts() {
  const { t, naming } = useText()
  const { contacts } = useHistory()
  if (contacts.length === 0) return null
  const nowMs = timeKeeper.nowMs()
  return (
    <section className={classes['card']} aria-label={t('intake.contacts')}>
      <h2>{t('intake.contacts')}</h2>
      <ul>
        {contacts.slice(0, mostContacts).map(({ way, direction, reached, atMs, case: id }) => (
          <li key={`${id} ${way} ${atMs}`}>
            <span>
              {direction === 'out' ? t('intake.contactOut') : t('intake.contactIn')} {naming.name('way', way)}
              {!reached && ` ${t('intake.notReached')}`}
            </span>
            <span className={classes['quiet']}>{naming.day(atMs, nowMs)}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}
