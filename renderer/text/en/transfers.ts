import type { TransfersWords } from '../words.ts'

/** Words of the transfers a department answers. English. */
export const transfers: TransfersWords = {
  transfers: {
    list: 'Transferred to us',
    preview: 'What to answer',
    waiting: '{{n}} waiting for you',
    loading: 'Reading local data',
    failed: 'The transfers could not be read. Nothing is lost; please try again.',
    again: 'Read again',
    emptyHint: 'What is transferred next appears here by its deadline.',
    pick: 'Choose a transfer to see what is asked.',
    askedBy: '{{who}}, {{when}}',
    askedOut: '{{when}}, asked {{who}}',
    toYou: 'Addressed to you',
    anybody: 'Anybody in the department may answer',
    raisedBy: '{{who}}, raised {{when}}',
    raised: 'You are called in',
    takenUp: 'Taken up',
    notTakenUp: 'Nobody has taken it up',
    asks: 'What was asked',
    noWords: 'No words with it',
    occurred: 'Happened',
    demands: 'What the customer wants',
    files: 'Files',
    noFiles: 'No files',
    answers: 'Asked and answered before',
    wanted: 'wanted {{when}}',
    empty: {
      mine: 'Nothing waits for your answer',
      team: 'Nothing waits for your department',
      asked: 'All you asked has been answered',
      raised: 'No case was raised to you',
    },
  },
  transferState: { waiting: 'Waiting', answered: 'Answered', returned: 'Returned', withdrawn: 'Called back' },
}
