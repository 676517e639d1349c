import type { FormsWords } from '../words.ts'

/** Words of the forms by which commands are given. Traditional Chinese, as in Taiwan. */
export const forms: FormsWords = {
  form: {
    classify: {
      submit: '確定歸類',
      done: '{{number}} 已歸類',
    },
    assign: {
      submit: '指派',
      done: '{{number}} 已指派',
    },
    log: {
      submit: '記下',
      done: '{{number}} 已記聯絡',
    },
    note: {
      submit: '記下',
      done: '{{number}} 已備註',
    },
    edit: {
      submit: '存下更動',
      done: '{{number}} 已修改',
    },
    demand: {
      submit: '加上',
      done: '{{number}} 已補訴求',
    },
    emotion: {
      submit: '記下',
      done: '{{number}} 已記情緒',
    },
    answer: {
      submit: '答覆',
      done: '{{number}} 已答覆',
    },
    sendBack: {
      submit: '退回',
      done: '{{number}} 已退回',
    },
    askBack: {
      submit: '發問',
      done: '{{number}} 已追問',
    },
    callBack: {
      submit: '撤回',
      done: '{{number}} 的轉單已撤回',
    },
    takeUp: {
      submit: '接手',
      done: '{{number}} 已接手',
    },
    stepDown: {
      submit: '解除',
      done: '{{number}} 已解除升級',
    },
    keep: {
      submit: '已兌現',
      done: '{{number}} 的承諾已兌現',
    },
    resolve: {
      submit: '解決',
      done: '{{number}} 已解決',
    },
    inform: {
      submit: '記下已告知',
      done: '{{number}} 已記下書面回覆，信已複製，請寄給客戶',
    },
    survey: {
      submit: '記下已調查',
      done: '{{number}} 已記下調查，請把問卷寄給客戶',
    },
    score: {
      submit: '記下',
      done: '{{number}} 已記調查答覆',
    },
    followUp: {
      submit: '記下回訪',
      done: '{{number}} 已回訪',
    },
    close: {
      submit: '結案',
      done: '{{number}} 已結案',
    },
    reopen: {
      submit: '重開',
      done: '{{number}} 已重開',
    },
    withdraw: {
      submit: '撤案',
      done: '{{number}} 已撤案',
    },
    promote: {
      submit: '轉為申訴',
      done: '{{number}} 已轉為申訴',
    },
    link: {
      submit: '關聯',
      done: '{{number}} 已關聯',
    },
    merge: {
      submit: '併入',
      done: '{{number}} 已併入',
    },
    propose: {
      submit: '提出',
      done: '{{number}} 已提補償',
    },
    approve: {
      submit: '核准',
      done: '{{number}} 的補償已核',
    },
    reject: {
      submit: '駁回',
      done: '{{number}} 的補償已駁回',
    },
    pay: {
      submit: '已付',
      done: '{{number}} 的補償已付',
    },
    reveal: {
      submit: '檢視',
      done: '檢視已留下紀錄',
    },
    settle: {
      submit: '選定',
      done: '{{number}} 已選定',
    },
    policy: {
      submit: '換',
      done: '{{number}} 已換時限策略',
    },
    backdating: {
      submit: '確認',
      done: '{{number}} 的補錄已確認',
    },
  },
  field: {
    problemType: '問題類型',
    urgency: '緊急程度',
    severity: '嚴重程度',
    responsibility: '責任歸屬',
    category: '分類',
    owner: '負責人',
    team: '部門',
    reason: '原因',
    words: '補充說明',
    way: '方式',
    direction: '方向',
    purpose: '為了',
    reached: '聯絡上了嗎',
    text: '內容',
    when: '什麼時候',
    kind: '種類',
    amount: '金額（元）',
    emotion: '情緒',
    name: '姓名',
    company: '公司',
    symptom: '問題狀況',
    impact: '影響',
    product: '產品',
    region: '地區',
    transfer: '哪一次轉單',
    question: '要問的',
    answer: '答覆',
    escalation: '哪一次升級',
    promise: '哪個承諾',
    causeCode: '原因歸類',
    cause: '原因（說給客戶聽的）',
    measures: '已採取的措施',
    plan: '改善計畫',
    compensation: '補償',
    letter: '信',
    byHand: '本系統還不代寄：這裡只記入溝通紀錄，請用上面選的方式寄給客戶。',
    csat: '滿意度 1–5',
    ces: '費力度 1–5',
    nps: '推薦 0–10',
    satisfied: '客戶滿意嗎',
    noFollowUp: '不回訪的原因',
    case: '哪一個案件',
    form: '補償方式',
    reference: '付款單號',
    covered: '看哪一項',
    value: '用哪個值',
    version: '策略版本',
    entry: '哪一筆',
    optional: '可不填',
    choose: '請選',
    keep: '不改',
    yes: '是',
    no: '否',
    covering: '原文有遮住的內容，要改就整段重寫',
    find: '單號、電話、姓名或字句',
    draft: '草稿已留著',
    moods: {
      calm: '平靜',
      annoyed: '不滿',
      angry: '生氣',
      furious: '憤怒',
    },
  },
  letter: {
    greeting: '{{name}}，您好：',
    customer: '親愛的客戶',
    opening: '您反映的問題（編號 {{number}}）已有結果，向您說明如下。',
    cause: '原因：{{words}}',
    measures: '已採取的措施：{{words}}',
    plan: '改善計畫：{{words}}',
    compensation: '補償：{{words}}',
    closing: '造成您的不便，我們很抱歉。如有疑問，歡迎隨時回覆或來電。',
    preview: '預覽',
  },
}
