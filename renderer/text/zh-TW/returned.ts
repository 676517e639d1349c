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
    settled: '已選定',
  },
  conflicts: {
    title: '兩邊改了不同的值',
    why: '同一項由兩人在互相看不到時各改了一次。兩個值都留著，由您決定用哪一個；沒選的也留在記錄裡。',
    pick: '用這個',
    stay: '不換，就用這個',
    keepAsNote: '不換，另一個記成備註',
    noteLead: '兩邊改得不同、沒有採用的「{{field}}」：{{values}}',
    open: '打開案件',
    count: '{{n}} 件兩邊改得不同',
  },
}
