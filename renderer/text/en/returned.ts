import type { ReturnedWords } from '../words.ts'

/** Words about what the server did not take. English. */
export const returned: ReturnedWords = {
  refused: {
    title: 'Returned by the server',
    close: 'Close',
    none: 'Nothing was returned.',
    redo: 'Submit again',
    keepAsNote: 'Keep as a note',
    copy: 'Copy the text',
    letGo: 'Let it go',
    doubtful:
      'Not uploaded yet; as things stand the server will not accept it. If it is returned, it can be settled here.',
    before: '{{person}} did “{{name}}” first, {{when}}.',
    noteLead: '“{{name}}” that did not take effect ({{reason}})',
    redone: 'Submitted again',
    kept: 'Kept as a note',
    copied: 'Copied',
    gone: 'Let go',
    settled: 'Settled',
  },
  conflicts: {
    title: 'Changed differently on two sides',
    why: 'Two people changed one field without seeing each other. Both values are kept until you say which one holds; the other stays on the record.',
    pick: 'Use this one',
    stay: 'Leave it, use this one',
    keepAsNote: 'Leave it, keep the other as a note',
    noteLead: '“{{field}}” changed on two sides and not used: {{values}}',
    open: 'Open the case',
    count: '{{n}} changed differently on two sides',
  },
}
