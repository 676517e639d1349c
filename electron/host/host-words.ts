export const languages = ['zh-CN', 'zh-TW', 'en'] as const
export type Language = (typeof languages)[number]

/** Words the host itself shows: menu, tray, notifications, dialogs. Those of the screens stand in the renderer. */
export interface HostWords {
  readonly product: string
  readonly open: string
  readonly newCall: string
  readonly newWindow: string
  readonly quit: string
  readonly menu: Readonly<Record<'file' | 'edit' | 'view' | 'window', string>>
  readonly role: Readonly<
    Record<
      | 'undo'
      | 'redo'
      | 'cut'
      | 'copy'
      | 'paste'
      | 'selectAll'
      | 'zoomIn'
      | 'zoomOut'
      | 'resetZoom'
      | 'togglefullscreen'
      | 'minimize'
      | 'close',
      string
    >
  >
  readonly late: (count: number) => string
  readonly near: (number: string, clock: string) => string
  readonly breached: (number: string, clock: string) => string
  readonly due: (time: string) => string
  readonly openCase: string
  readonly remindLater: string
  /** As the screens call them; a test holds the two together. */
  readonly clock: Readonly<Record<string, string>>
  readonly anyClock: string
  readonly startFailed: string
  readonly coreDied: string
  readonly coreDiedBody: string
  readonly tryAgain: string
  readonly savePdf: string
}

const zhCN: HostWords = {
  product: '回音',
  open: '打开回音',
  newCall: '新来电',
  newWindow: '新窗口',
  quit: '退出',
  menu: { file: '文件', edit: '编辑', view: '显示', window: '窗口' },
  role: {
    undo: '撤销',
    redo: '重做',
    cut: '剪切',
    copy: '复制',
    paste: '粘贴',
    selectAll: '全选',
    zoomIn: '放大',
    zoomOut: '缩小',
    resetZoom: '实际大小',
    togglefullscreen: '全屏',
    minimize: '最小化',
    close: '关闭窗口',
  },
  late: (count) => (count === 0 ? '没有超时的工单' : `${count} 件工单已超时`),
  near: (number, clock) => `${number} ${clock}快到时限`,
  breached: (number, clock) => `${number} ${clock}已超时`,
  due: (time) => `时限 ${time}`,
  openCase: '打开工单',
  remindLater: '5 分钟后再提醒',
  clock: {
    ack: '首次响应',
    resolve: '解决',
    transfer: '转单答复',
    progress: '进度告知',
    investigate: '开始调查',
    attitude_answer: '态度答复',
    survey: '满意度调查',
    channel_entry: '渠道录入',
    promise: '承诺',
    follow_up: '回访',
    step: '整改步骤',
  },
  anyClock: '时限',
  startFailed: '回音打不开',
  coreDied: '后台反复停止',
  coreDiedBody: '已经保存的工单都在，草稿也在。可以再试一次；若仍不行，请退出后重新启动，并告诉管理员。',
  tryAgain: '再试一次',
  savePdf: '另存为 PDF',
}

const zhTW: HostWords = {
  product: '回音',
  open: '開啟回音',
  newCall: '新來電',
  newWindow: '新視窗',
  quit: '結束',
  menu: { file: '檔案', edit: '編輯', view: '檢視', window: '視窗' },
  role: {
    undo: '復原',
    redo: '重做',
    cut: '剪下',
    copy: '複製',
    paste: '貼上',
    selectAll: '全選',
    zoomIn: '放大',
    zoomOut: '縮小',
    resetZoom: '實際大小',
    togglefullscreen: '全螢幕',
    minimize: '最小化',
    close: '關閉視窗',
  },
  late: (count) => (count === 0 ? '沒有逾時的案件' : `${count} 件案件已逾時`),
  near: (number, clock) => `${number} ${clock}快到時限`,
  breached: (number, clock) => `${number} ${clock}已逾時`,
  due: (time) => `時限 ${time}`,
  openCase: '開啟案件',
  remindLater: '5 分鐘後再提醒',
  clock: {
    ack: '首次回應',
    resolve: '解決',
    transfer: '轉派答覆',
    progress: '進度告知',
    investigate: '開始調查',
    attitude_answer: '態度答覆',
    survey: '滿意度調查',
    channel_entry: '管道登記',
    promise: '承諾',
    follow_up: '回訪',
    step: '改善步驟',
  },
  anyClock: '時限',
  startFailed: '回音無法開啟',
  coreDied: '背景程式反覆停止',
  coreDiedBody: '已儲存的案件都在，草稿也在。可以再試一次；若仍不行，請結束後重新啟動，並告訴管理員。',
  tryAgain: '再試一次',
  savePdf: '另存為 PDF',
}

const en: HostWords = {
  product: 'Redress',
  open: 'Open Redress',
  newCall: 'New call',
  newWindow: 'New window',
  quit: 'Quit',
  menu: { file: 'File', edit: 'Edit', view: 'View', window: 'Window' },
  role: {
    undo: 'Undo',
    redo: 'Redo',
    cut: 'Cut',
    copy: 'Copy',
    paste: 'Paste',
    selectAll: 'Select all',
    zoomIn: 'Zoom in',
    zoomOut: 'Zoom out',
    resetZoom: 'Actual size',
    togglefullscreen: 'Full screen',
    minimize: 'Minimise',
    close: 'Close window',
  },
  late: (count) =>
    count === 0 ? 'No case is overdue' : count === 1 ? '1 case is overdue' : `${count} cases are overdue`,
  near: (number, clock) => `${number}: ${clock} is nearly due`,
  breached: (number, clock) => `${number}: ${clock} is overdue`,
  due: (time) => `Due ${time}`,
  openCase: 'Open case',
  remindLater: 'Again in 5 minutes',
  clock: {
    ack: 'First response',
    resolve: 'Resolution',
    transfer: 'Transfer reply',
    progress: 'Progress update',
    investigate: 'Investigation',
    attitude_answer: 'Attitude answer',
    survey: 'Survey',
    channel_entry: 'Channel entry',
    promise: 'Promise',
    follow_up: 'Follow-up',
    step: 'Rectification step',
  },
  anyClock: 'a clock',
  startFailed: 'Redress cannot be opened',
  coreDied: 'The core keeps stopping',
  coreDiedBody:
    'Saved cases are all there, and so are drafts. Try again; if that does not help, quit, start anew, and tell your administrator.',
  tryAgain: 'Try again',
  savePdf: 'Save as PDF',
}

export const hostWords: Readonly<Record<Language, HostWords>> = { 'zh-CN': zhCN, 'zh-TW': zhTW, en }
