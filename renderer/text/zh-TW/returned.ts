import type { ReturnedWords } from '../words.ts'

/** Words about what the server did not take. Traditional Chinese. */
export const returned: ReturnedWords = {
  refused: {
    title: '被退回的記錄',
    close: '關閉',
    none: '沒有被退回的記錄。',
    redo: '重新提交',
    keepAsNote: '轉為備註',
    copy: '複製內容',
    letGo: '不再處理',
    doubtful: '還沒上傳；照現在的情況，伺服器不會接受。上傳後若被退回，可在這裡處理。',
    before: '{{person}}在{{when}}先做了「{{name}}」。',
    noteLead: '未生效的「{{name}}」（{{reason}}）',
    redone: '已重新提交',
    kept: '已轉為備註',
    copied: '已複製',
    gone: '已不再處理',
  },
}
