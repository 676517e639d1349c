import type { FormsWords } from '../words.ts'

/** Words of the forms by which commands are given. English. */
export const forms: FormsWords = {
  form: {
    classify: {
      submit: 'Set',
      done: '{{number}} assessed',
    },
    assign: {
      submit: 'Assign',
      done: '{{number}} assigned',
    },
    log: {
      submit: 'Log',
      done: '{{number}} logged',
    },
    note: {
      submit: 'Add',
      done: '{{number}} noted',
    },
    edit: {
      submit: 'Save changes',
      done: '{{number}} changed',
    },
    demand: {
      submit: 'Add',
      done: '{{number}} has a new demand',
    },
    emotion: {
      submit: 'Set',
      done: '{{number}} rated',
    },
    answer: {
      submit: 'Answer',
      done: '{{number}} answered',
    },
    sendBack: {
      submit: 'Return',
      done: '{{number}} returned',
    },
    askBack: {
      submit: 'Ask',
      done: '{{number}}: question sent',
    },
    callBack: {
      submit: 'Withdraw',
      done: '{{number}}: transfer withdrawn',
    },
    takeUp: {
      submit: 'Take up',
      done: '{{number}} taken up',
    },
    stepDown: {
      submit: 'Step down',
      done: '{{number}} stepped down',
    },
    keep: {
      submit: 'Kept',
      done: '{{number}}: promise kept',
    },
    resolve: {
      submit: 'Resolve',
      done: '{{number}} resolved',
    },
    inform: {
      submit: 'Note as told',
      done: '{{number}}: noted as told; the letter is copied, please send it to the customer',
    },
    survey: {
      submit: 'Note as sent',
      done: '{{number}}: survey noted; please send it to the customer',
    },
    score: {
      submit: 'Record',
      done: '{{number}}: answer recorded',
    },
    followUp: {
      submit: 'Record',
      done: '{{number}} followed up',
    },
    close: {
      submit: 'Close',
      done: '{{number}} closed',
    },
    reopen: {
      submit: 'Reopen',
      done: '{{number}} reopened',
    },
    withdraw: {
      submit: 'Withdraw',
      done: '{{number}} withdrawn',
    },
    promote: {
      submit: 'Make it a complaint',
      done: '{{number}} is a complaint now',
    },
    link: {
      submit: 'Link',
      done: '{{number}} linked',
    },
    merge: {
      submit: 'Merge',
      done: '{{number}} merged',
    },
    propose: {
      submit: 'Propose',
      done: '{{number}}: compensation proposed',
    },
    approve: {
      submit: 'Approve',
      done: '{{number}}: compensation approved',
    },
    reject: {
      submit: 'Reject',
      done: '{{number}}: compensation rejected',
    },
    pay: {
      submit: 'Paid',
      done: '{{number}}: compensation paid',
    },
    reveal: {
      submit: 'Show',
      done: 'This look is on the record',
    },
    settle: {
      submit: 'Pick',
      done: '{{number}} settled',
    },
    policy: {
      submit: 'Change',
      done: '{{number}}: policy changed',
    },
    backdating: {
      submit: 'Confirm',
      done: '{{number}}: late entry confirmed',
    },
  },
  field: {
    problemType: 'Type',
    urgency: 'Urgency',
    severity: 'Severity',
    responsibility: 'Responsibility',
    category: 'Category',
    owner: 'Owner',
    team: 'Team',
    reason: 'Reason',
    words: 'More words',
    way: 'Way',
    direction: 'Direction',
    purpose: 'Purpose',
    reached: 'Reached?',
    text: 'Words',
    when: 'When',
    kind: 'Kind',
    amount: 'Amount (CNY)',
    emotion: 'Mood',
    name: 'Name',
    company: 'Company',
    symptom: 'Symptom',
    impact: 'Impact',
    product: 'Product',
    region: 'Region',
    transfer: 'Which transfer',
    question: 'Your question',
    answer: 'Answer',
    escalation: 'Which escalation',
    promise: 'Which promise',
    causeCode: 'Kind of cause',
    cause: 'Cause, in plain words',
    measures: 'Measures taken',
    plan: 'Plan',
    compensation: 'Compensation',
    letter: 'Letter',
    byHand: 'Nothing is sent from here yet: this is only noted as a contact; please send it the way chosen above.',
    csat: 'CSAT 1–5',
    ces: 'CES 1–5',
    nps: 'NPS 0–10',
    satisfied: 'Satisfied?',
    noFollowUp: 'Why no follow-up',
    case: 'Which case',
    form: 'Form',
    reference: 'Payment number',
    covered: 'Which field',
    value: 'Which value',
    version: 'Policy version',
    entry: 'Which entry',
    optional: 'optional',
    choose: 'choose',
    keep: 'leave as it is',
    yes: 'Yes',
    no: 'No',
    covering: 'Part of it is covered; to change it, write it anew',
    find: 'number, phone, name or words',
    draft: 'draft kept',
    moods: {
      calm: 'Calm',
      annoyed: 'Annoyed',
      angry: 'Angry',
      furious: 'Furious',
    },
  },
  letter: {
    greeting: 'Dear {{name}},',
    customer: 'customer',
    opening: 'We have a result for the matter you raised (number {{number}}).',
    cause: 'Cause: {{words}}',
    measures: 'What we did: {{words}}',
    plan: 'What we will improve: {{words}}',
    compensation: 'Compensation: {{words}}',
    closing: 'We are sorry for the trouble. Please answer or call if anything is unclear.',
    preview: 'Preview',
  },
}
