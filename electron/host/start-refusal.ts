import type { Refusal } from '../../shared/kernel/result.ts'
import type { Language } from './host-words.ts'

type Sentences = Readonly<Record<Language, string>>

/** Why a console could not be opened, for whoever started it: what is the matter, and what to do. */
const sentences: Readonly<Record<string, Sentences>> = {
  'store.in_use': {
    'zh-CN': '这个数据文件夹已被另一个控制台打开，请回到那个窗口。',
    'zh-TW': '這個資料夾已被另一個主控台開啟，請回到那個視窗。',
    en: 'Another console is open on this data folder; use its window.',
  },
  'store.network_share': {
    'zh-CN': '数据文件夹在网络共享上，断网时会损坏数据。请换成本机磁盘上的文件夹。',
    'zh-TW': '資料夾位於網路共用上，斷線時會損壞資料。請改用本機磁碟上的資料夾。',
    en: 'The data folder lies on a network share, where a broken connection would damage it; choose a folder on a local disk.',
  },
  'store.disk_full': {
    'zh-CN': '磁盘已满，请先腾出空间再启动。',
    'zh-TW': '磁碟已滿，請先騰出空間再啟動。',
    en: 'The disk is full; make room and start again.',
  },
  'store.read_only': {
    'zh-CN': '数据文件夹不可写，请检查权限。',
    'zh-TW': '資料夾無法寫入，請檢查權限。',
    en: 'The data folder cannot be written to; check its permissions.',
  },
  'store.damaged': {
    'zh-CN': '数据文件已损坏且没有可用备份，文件已原样保留。',
    'zh-TW': '資料檔已損壞且沒有可用備份，檔案已原樣保留。',
    en: 'The data file is damaged and no backup opens; it has been kept as it is.',
  },
  'store.too_new': {
    'zh-CN': '数据由更新版本写成，请先升级本程序。',
    'zh-TW': '資料由較新的版本寫成，請先升級本程式。',
    en: 'The data was written by a newer version; upgrade this program first.',
  },
  'store.unreadable': {
    'zh-CN': '数据文件无法读取，请检查磁盘与权限。',
    'zh-TW': '資料檔無法讀取，請檢查磁碟與權限。',
    en: 'The data file cannot be read; check the disk and its permissions.',
  },
  'store.wrong_key': {
    'zh-CN': '数据文件与密钥对不上，可能被换过。请从备份恢复 keyring.json 与 case.db。',
    'zh-TW': '資料檔與金鑰不相符，可能被換過。請從備份還原 keyring.json 與 case.db。',
    en: 'The data file and its key do not belong together; restore keyring.json and case.db from one backup.',
  },
  'unlock.keyring_missing': {
    'zh-CN': '缺少密钥文件 keyring.json，请从备份恢复。',
    'zh-TW': '缺少金鑰檔 keyring.json，請從備份還原。',
    en: 'keyring.json is missing; restore it from a backup.',
  },
  'device.wipe': {
    'zh-CN': '管理员已停用本设备，本机数据已清除。',
    'zh-TW': '管理員已停用本裝置，本機資料已清除。',
    en: 'An administrator withdrew this device; its data has been deleted.',
  },
  'org.other': {
    'zh-CN': '此数据文件夹属于另一个组织，请换一个文件夹。',
    'zh-TW': '此資料夾屬於另一個組織，請換一個資料夾。',
    en: 'This data folder belongs to another organisation; choose another one.',
  },
}

const unknown: Sentences = {
  'zh-CN': '控制台打不开。',
  'zh-TW': '主控台無法開啟。',
  en: 'The console cannot be opened.',
}

const sentenceOf = (tag: string): Sentences => sentences[tag] ?? unknown
const codeOf = ({ tag, detail }: Refusal): string => `(${tag}${detail ? ` ${JSON.stringify(detail)}` : ''})`

/** One line for the terminal. */
export const startRefusalLine = (refusal: Refusal): string =>
  `${sentenceOf(refusal.tag)['zh-CN']} ${sentenceOf(refusal.tag).en} ${codeOf(refusal)}`

/** The same for a window, in the language of the person. */
export const startRefusalText = (refusal: Refusal, language: Language): string =>
  `${sentenceOf(refusal.tag)[language]}\n${codeOf(refusal)}`
