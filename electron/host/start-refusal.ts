import type { Refusal } from '../../shared/kernel/result.ts'

/** Why a console could not be opened, for whoever started it: what is the matter, and what to do. */
const sentences: Readonly<Record<string, string>> = {
  'store.in_use':
    '这个数据文件夹已被另一个控制台打开，请回到那个窗口。 Another console is open on this data folder; use its window.',
  'store.disk_full': '磁盘已满，请先腾出空间再启动。 The disk is full; make room and start again.',
  'store.read_only': '数据文件夹不可写，请检查权限。 The data folder cannot be written to; check its permissions.',
  'store.damaged':
    '数据文件已损坏且没有可用备份，文件已原样保留。 The data file is damaged and no backup opens; it has been kept as it is.',
  'store.too_new':
    '数据由更新版本写成，请先升级本程序。 The data was written by a newer version; upgrade this program first.',
  'store.unreadable':
    '数据文件无法读取，请检查磁盘与权限。 The data file cannot be read; check the disk and its permissions.',
  'unlock.needs_password': '此数据文件夹由密码保护，请登录后打开。 This data folder is protected by a password.',
  'unlock.keyring_missing':
    '缺少密钥文件 keyring.json，请从备份恢复。 keyring.json is missing; restore it from a backup.',
  'device.wipe':
    '管理员已停用本设备，本机数据已清除。 An administrator withdrew this device; its data has been deleted.',
  'org.other':
    '此数据文件夹属于另一个组织，请换一个文件夹。 This data folder belongs to another organisation; choose another one.',
}

/** One line for the terminal. */
export const startRefusalLine = ({ tag, detail }: Refusal): string =>
  `${sentences[tag] ?? 'The console cannot be opened.'} (${tag}${detail ? ` ${JSON.stringify(detail)}` : ''})`
