/** Words about what the server did not take. Simplified Chinese. */
export const returned = {
  refused: {
    title: '被退回的记录',
    close: '关闭',
    none: '没有被退回的记录。',
    redo: '重新提交',
    keepAsNote: '转为备注',
    copy: '复制内容',
    letGo: '不再处理',
    doubtful: '还没上传；照现在的情况，服务器不会接受。上传后若被退回，可在这里处理。',
    before: '{{person}}在{{when}}先做了“{{name}}”。',
    noteLead: '未生效的“{{name}}”（{{reason}}）',
    redone: '已重新提交',
    kept: '已转为备注',
    copied: '已复制',
    gone: '已不再处理',
  },
  conflicts: {
    title: '两边改了不同的值',
    why: '同一项由两人在互相看不到时各改了一次。两个值都留着，由您选定一个；没选的也留在记录里。',
    pick: '选定',
    open: '打开工单',
    count: '{{n}} 件两边改得不同',
  },
} as const
