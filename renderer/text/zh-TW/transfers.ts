import type { TransfersWords } from '../words.ts'

/** Words of the transfers a department answers. Traditional Chinese. */
export const transfers: TransfersWords = {
  transfers: {
    list: '轉來的事',
    preview: '要答覆的事',
    waiting: '{{n}} 件等我答覆',
    loading: '正在讀取本機資料',
    failed: '沒能讀出轉單。資料沒有遺失，請再試一次。',
    again: '再讀一次',
    emptyHint: '有新的轉來，會按期限排在這裡。',
    pick: '選中一件，這裡顯示要答覆的事。',
    askedBy: '{{who}} {{when}} 轉來',
    askedOut: '{{when}} 問 {{who}}',
    toYou: '指名給您',
    anybody: '部門內誰都可答覆',
    raisedBy: '{{who}} {{when}} 升級',
    raised: '請您介入',
    takenUp: '已接手',
    notTakenUp: '還沒有人接手',
    asks: '轉來的話',
    noWords: '沒有附言',
    occurred: '發生時間',
    demands: '客戶要什麼',
    files: '附件',
    noFiles: '沒有附件',
    answers: '此前的往來',
    wanted: '希望 {{when}}',
    empty: {
      mine: '沒有等您答覆的轉單',
      team: '本部門沒有等答覆的轉單',
      asked: '您問出去的都有了回音',
      raised: '沒有升級給您的案件',
    },
  },
  transferState: { waiting: '等答覆', answered: '已答覆', returned: '已退回', withdrawn: '已撤回' },
}
