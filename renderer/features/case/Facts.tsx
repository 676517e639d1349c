import type { Lang } from '../../../shared/assist/record.ts'
import type { Case } from '../../../shared/case/model.ts'
import { useEveryTemplate } from '../../state/assist.ts'
import { isLongForTitle } from '../../state/caseView.ts'
import { useCategoryPaths } from '../../state/categories.ts'
import { useDirectory } from '../../state/directory.tsx'
import { wholeNowMs } from '../../state/now.ts'
import { useText } from '../../text/context.tsx'
import { languageName } from '../../text/customer.ts'
import { clockFace } from '../../text/when.ts'
import { Dot } from '../../ui/Dot.tsx'
import { Fact, Personal } from './Fact.tsx'
import classes from './Facts.module.css'

interface OfCase {
  readonly theCase: Case
}

/** What is known of the customer, the matter and who has it. Contact data is covered until somebody says why they look. */
export function Facts({ theCase }: OfCase) {
  return (
    <dl className={classes['facts']}>
      <OfCustomer theCase={theCase} />
      <OfIssue theCase={theCase} />
      <OfClassification theCase={theCase} />
      <OfReception theCase={theCase} />
      <OfWork theCase={theCase} />
      <Demands theCase={theCase} />
      <Promises theCase={theCase} />
      <Compensations theCase={theCase} />
    </dl>
  )
}

function OfCustomer({ theCase: { id, customer } }: OfCase) {
  const { t, naming, language } = useText()
  return (
    <>
      <Fact name={t('detail.customer')}>
        {customer === null ? t('intake.erased') : customer.name || t('queue.noName')}
      </Fact>
      <Fact name={t('detail.phone')}>
        <Personal
          caseId={id}
          field="customer.phones"
          value={customer?.phones.length ? customer.phones.join(' ') : t('detail.noPhone')}
        />
      </Fact>
      <Fact name={t('field.company')}>{customer?.company}</Fact>
      <Fact name={t('field.email')}>
        {customer?.email && <Personal caseId={id} field="customer.email" value={customer.email} />}
      </Fact>
      <Fact name={t('field.account')}>
        {customer?.account && <Personal caseId={id} field="customer.account" value={customer.account} />}
      </Fact>
      <Fact name={t('field.preferredContact')}>
        {customer?.preferredContact && naming.name('way', customer.preferredContact)}
      </Fact>
      <Fact name={t('field.language')}>{customer?.language && languageName(customer.language, language)}</Fact>
      <Fact name={t('field.tags')}>{customer?.tags?.map((tag) => naming.name('tag', tag)).join(' · ')}</Fact>
    </>
  )
}

function OfIssue({ theCase: { id, issue } }: OfCase) {
  const { t, naming } = useText()
  const { occurredAtMs, symptom, impact, product, region } = issue
  // The title stays covered: shown for a reason, the words stand here.
  const isApart = isLongForTitle(symptom) || symptom?.includes('***')
  return (
    <>
      <Fact name={t('field.occurredAtMs')}>
        {occurredAtMs === undefined ? null : naming.moment(occurredAtMs, wholeNowMs())}
      </Fact>
      <Fact name={t('intake.symptom')}>
        {isApart && <Personal caseId={id} field="issue.symptom" value={symptom} />}
      </Fact>
      <Fact name={t('detail.impact')}>{impact && <Personal caseId={id} field="issue.impact" value={impact} />}</Fact>
      <Fact name={t('field.product')}>{product}</Fact>
      <Fact name={t('field.region')}>{region}</Fact>
    </>
  )
}

function OfClassification({ theCase: { classification, issue, template: begunBy } }: OfCase) {
  const { t, naming, language } = useText()
  const directory = useDirectory()
  const templates = useEveryTemplate()
  const { category, responsibility, department } = classification
  const paths = useCategoryPaths(language, category !== undefined)
  const template = templates.find(({ id }) => id === begunBy?.id)
  const scenario = templates.find((it) => it.scenario === issue.scenario)?.name[language as Lang] ?? issue.scenario
  return (
    <>
      {/* What a call without a template is of says nothing. */}
      <Fact name={t('case.scenario')}>{issue.scenario === 'other' ? null : scenario}</Fact>
      <Fact name={t('field.category')}>{category && (paths.get(category) ?? category)}</Fact>
      <Fact name={t('field.responsibility')}>{responsibility && naming.name('responsibility', responsibility)}</Fact>
      <Fact name={t('case.department')}>{department && directory.team(department)}</Fact>
      <Fact name={t('intake.template')}>
        {template && begunBy && `${template.name[language as Lang]} v${begunBy.version}`}
      </Fact>
    </>
  )
}

function OfReception({ theCase: { reception } }: OfCase) {
  const { t, naming } = useText()
  const directory = useDirectory()
  const { outcome, talkMs = 0, wrapUpMs = 0, agent, recorder } = reception
  return (
    <>
      <Fact name={t('case.takenBy')}>{directory.person(agent)}</Fact>
      <Fact name={t('case.recordedBy')}>{recorder === agent ? null : directory.person(recorder)}</Fact>
      <Fact name={t('intake.outcome')}>
        {outcome && (
          <>
            {naming.name('callOutcome', outcome)}
            <Dot />
            {t('intake.talked', { talk: clockFace(talkMs), wrapUp: clockFace(wrapUpMs) })}
          </>
        )}
      </Fact>
    </>
  )
}

function OfWork({ theCase: { team, assists, owner } }: OfCase) {
  const { t } = useText()
  const directory = useDirectory()
  return (
    <>
      <Fact name={t('detail.team')}>{[team, ...assists].map((id) => directory.team(id)).join(' · ')}</Fact>
      <Fact name={t('detail.owner')}>{owner === undefined ? t('detail.nobody') : directory.person(owner)}</Fact>
    </>
  )
}

function Demands({ theCase: { demands } }: OfCase) {
  const { t, naming } = useText()
  const nowMs = wholeNowMs()
  return (
    <Fact name={t('case.demands')}>
      {demands.length === 0
        ? null
        : demands.map(({ id, kind, text, amountMinor, currency, wantedByMs }) => (
            <p key={id}>
              {[
                naming.name('demand', kind),
                ...(text ? [text] : []),
                ...(amountMinor === undefined ? [] : [naming.sum(amountMinor, currency)]),
                ...(wantedByMs === undefined ? [] : [naming.due(wantedByMs, nowMs)]),
              ].join(' · ')}
            </p>
          ))}
    </Fact>
  )
}

function Promises({ theCase: { promises } }: OfCase) {
  const { t, naming } = useText()
  const nowMs = wholeNowMs()
  return (
    <Fact name={t('case.promises')}>
      {promises.length === 0
        ? null
        : promises.map(({ id, text, dueAtMs, keptAtMs }) => (
            <p key={id}>
              {naming.due(dueAtMs, nowMs)} {text} {keptAtMs === undefined ? '' : `(${t('case.kept')})`}
            </p>
          ))}
    </Fact>
  )
}

function Compensations({ theCase: { compensations } }: OfCase) {
  const { t, naming } = useText()
  return (
    <Fact name={t('field.compensation')}>
      {compensations.length === 0
        ? null
        : compensations.map(({ id, amountMinor, currency, state }) => (
            <p key={id}>
              {naming.sum(amountMinor, currency)} {naming.name('compensationState', state)}
            </p>
          ))}
    </Fact>
  )
}
