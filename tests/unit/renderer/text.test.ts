import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import i18next from 'i18next'
import { Converter } from 'opencc-js'
import { describe, expect, it } from 'vitest'
import { commandIds, screens } from '../../../renderer/app/keys.ts'
import { groupNames } from '../../../renderer/features/queue/groups.ts'
import { densities, languages, themes } from '../../../renderer/state/preferences.ts'
import { en } from '../../../renderer/text/en.ts'
import { namingFor } from '../../../renderer/text/names.ts'
import { zhCN } from '../../../renderer/text/zh-CN.ts'
import { zhTW } from '../../../renderer/text/zh-TW.ts'
import policy from '../../../resources/policies/default-v1.json' with { type: 'json' }
import { stages } from '../../../shared/assist/phrase.ts'
import { eventKinds } from '../../../shared/case/event-types.ts'
import { caseRefusalTags } from '../../../shared/case/refusal-tags.ts'
import {
  channels,
  contactWays,
  demandKinds,
  escalationLevels,
  problemTypes,
  roles,
  severities,
  statuses,
  urgencies,
} from '../../../shared/case/words.ts'

const root = join(import.meta.dirname, '../../..')
const all = { 'zh-CN': zhCN, 'zh-TW': zhTW, en }

/** Dotted key → words, of one language. */
function leaves(words: object, under = ''): Map<string, string> {
  const found = new Map<string, string>()
  for (const [key, value] of Object.entries(words)) {
    const path = under === '' ? key : `${under}.${key}`
    if (typeof value === 'string') found.set(path, value)
    else for (const [deeper, text] of leaves(value as object, path)) found.set(deeper, text)
  }
  return found
}

const keys = [...leaves(zhCN).keys()]
const placesIn = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name).sort()

function sources(folder: string): { readonly file: string; readonly text: string }[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .map((file) => ({ file, text: withoutComments(readFileSync(file, 'utf8')) }))
}

const withoutComments = (code: string) => code.replaceAll(/\/\*[\s\S]*?\*\//g, '').replaceAll(/^\s*\/\/.*$/gm, '')
const languageFile = /text\/(zh-CN|zh-TW|en)(\.ts|\/\w+\.ts)$/
const renderer = sources('renderer').filter(({ file }) => !languageFile.test(file))
const code = renderer.map(({ text }) => text).join('\n')

/** Keys put together from fixed parts and codes: `urgency.${value}`, `form.${act}.done`, `naming.name('status', code)`. */
const patterns = [
  // The words of the filter language are read whole, as data.
  ...['filter.field.', 'filter.word.'].map(startingWith),
  ...[...code.matchAll(/`([\w.]+\.\$\{[^`]*)`/g)].map(
    ([, template = '']) =>
      new RegExp(
        `^${template
          .split(/\$\{[^}]*\}/)
          .map(plain)
          .join('[\\w.-]+')}$`,
      ),
  ),
  ...[...code.matchAll(/\bname\('([\w.]+)',/g)].map(([, family]) => startingWith(`${family}.`)),
]
const isUsed = (key: string) =>
  [`'${key}'`, `\`${key}\``].some((literal) => code.includes(literal)) || patterns.some((pattern) => pattern.test(key))

function plain(part: string): string {
  return part.replaceAll('.', '\\.')
}

function startingWith(prefix: string): RegExp {
  return new RegExp(`^${plain(prefix)}`)
}

describe('words', () => {
  it.each(languages)('CALL-13b %s says everything and nothing more', (language) => {
    expect([...leaves(all[language]).keys()]).toEqual(keys)
    expect([...leaves(all[language])].filter(([, text]) => text.trim() === '')).toEqual([])
  })

  it.each(languages)('%s fills the same places', (language) => {
    const base = leaves(zhCN)
    const differing = [...leaves(all[language])].filter(([key, text]) => {
      return placesIn(text).join() !== placesIn(base.get(key) ?? '').join()
    })
    expect(differing).toEqual([])
  })

  it('CALL-13b every word is used', () => {
    expect(renderer.length).toBeGreaterThan(40)
    expect(keys.filter((key) => !isUsed(key))).toEqual([])
  })

  it('a word nobody asks for is found', () => {
    expect(isUsed('intake.nobodyAsks')).toBe(false)
    expect(isUsed('nothing')).toBe(false)
  })

  it('no words stand in the code itself', () => {
    const cjk = renderer.filter(({ text }) => /[\u3400-\u9fff\uff00-\uffef]/.test(text))
    expect(cjk.map(({ file }) => file.slice(root.length + 1))).toEqual([])
  })
})

describe('lists of codes', () => {
  const clocks = policy.clocks.map(({ clock }) => clock)
  it.each([
    ['command', keysUnder('command'), commandIds],
    ['status', keysUnder('status'), statuses],
    ['urgency', keysUnder('urgency'), urgencies],
    ['problemType', keysUnder('problemType'), problemTypes],
    ['severity', keysUnder('severity'), severities],
    ['demand', keysUnder('demand'), demandKinds],
    ['stage', keysUnder('stage'), stages],
    ['act.level', keysUnder('act.level').filter((key) => key !== 'label'), ['owner', ...escalationLevels]],
    ['channel', keysUnder('channel'), channels],
    ['role', keysUnder('role'), roles],
    ['way', keysUnder('way'), contactWays],
    ['event', keysUnder('event'), Object.keys(eventKinds)],
    ['clock.names', keysUnder('clock.names'), clocks],
    ['clock.short', keysUnder('clock.short'), clocks],
    ['queue.group', keysUnder('queue.group'), groupNames],
    ['settings.languages', keysUnder('settings.languages'), languages],
    ['settings.themes', keysUnder('settings.themes'), themes],
    ['settings.densities', keysUnder('settings.densities'), densities],
    ['keySheet', keysUnder('keySheet').filter((key) => (screens as readonly string[]).includes(key)), screens],
  ])('%s has a word for each code and for no other', (_, worded, codes) => {
    expect([...worded].sort()).toEqual([...codes].sort())
  })

  it('SLA-11d everything the kernel can say of one clock has words', () => {
    const said = sources('shared/sla')
      .filter(({ file }) => /(measure|fold)\.ts$/.test(file))
      .flatMap(({ text }) => [...text.matchAll(/'((?:calendar|contact|promise)\.[a-z_]+|backdated)'/g)])
      .map(([, key]) => key)
    expect(keysUnder('clock.warning').sort()).toEqual([...new Set(said)].sort())
  })

  it('every refusal with words is one that something says', () => {
    const sayers = ['shared', 'electron', 'server', 'renderer']
      .flatMap(sources)
      .filter(({ file }) => !languageFile.test(file))
    const said = sayers.map(({ text }) => text).join('\n')
    const worded = keysUnder('refusal').filter((tag) => tag !== 'general')
    expect(worded.filter((tag) => !caseRefusalTags.includes(tag) && !said.includes(`'${tag}'`))).toEqual([])
  })

  it('SYNC-5b every refusal a case or a file of it can give has words', () => {
    const files = sources('electron/core/store/attachments').flatMap(({ text }) =>
      [...text.matchAll(/'(attachment\.[a-z_]+)'/g)].map(([, tag]) => tag ?? ''),
    )
    expect(files.length).toBeGreaterThan(5)
    const worded = new Set(keysUnder('refusal'))
    expect([...caseRefusalTags, ...files].filter((tag) => !worded.has(tag))).toEqual([])
  })

  it('every refusal that reading a number can give has words', () => {
    const said = sources('shared/intake')
      .filter(({ file }) => /phone(-text)?\.ts$/.test(file))
      .flatMap(({ text }) => [...text.matchAll(/'(phone\.[a-z_]+)'/g)].map(([, tag]) => tag ?? ''))
    const unworded = new Set(said.filter((tag) => !keysUnder('refusal').includes(tag) && tag !== 'phone.two_numbers'))
    expect(said.length).toBeGreaterThan(3)
    expect([...unworded]).toEqual([])
  })
})

function keysUnder(prefix: string): string[] {
  return keys.filter((key) => key.startsWith(`${prefix}.`)).map((key) => key.slice(prefix.length + 1))
}

describe('zh-TW', () => {
  it('holds no simplified character but in the name of that language', () => {
    const toTraditional = Converter({ from: 'cn', to: 't' })
    const oneWay = new Set('台群里周面后才准')
    const simplified = [...leaves(zhTW)].filter(([key, text]) => {
      if (key === 'settings.languages.zh-CN') return false
      return [...text].some((char) => !oneWay.has(char) && toTraditional(char) !== char)
    })
    expect(simplified).toEqual([])
  })

  it('uses the words of Taiwan', () => {
    const mainland = /保存|文件|網絡|登錄|信息|鼠標|屏幕|默認|軟件|用戶|服務器|視頻|隊列|工單|刷新|設置/
    expect([...leaves(zhTW)].filter(([, text]) => mainland.test(text))).toEqual([])
  })
})

describe('en', () => {
  it('holds no Chinese but the names of languages', () => {
    const chinese = [...leaves(en)].filter(
      ([key, text]) => /[\u3400-\u9fff]/.test(text) && !key.startsWith('settings.languages.'),
    )
    expect(chinese).toEqual([])
  })
})

describe('namingFor', () => {
  const now = Date.parse('2024-05-10T02:00:00Z')
  const naming = async (language: keyof typeof all) => {
    const text = i18next.createInstance()
    await text.init({
      lng: language,
      ns: ['words'],
      defaultNS: 'words',
      resources: { [language]: { words: all[language] } },
      interpolation: { escapeValue: false },
    })
    return namingFor(text, 'Asia/Shanghai')
  }

  it('writes sums as the language does, whatever stands for the currency', async () => {
    const [zh, english] = [await naming('zh-CN'), await naming('en')]
    expect([zh.sum(129_600, 'CNY'), english.sum(129_600, 'CNY'), zh.sum(1_00), zh.sum(1_00, '积分')]).toEqual([
      '¥1,296.00',
      'CN¥1,296.00',
      '1.00',
      '积分 1.00',
    ])
  })

  it('finds every key by its path, dots inside included', async () => {
    const { name, refusal } = await naming('zh-CN')
    expect([name('status', 'on_hold'), name('channel', 'social_other'), name('clock.names', 'ack')]).toEqual([
      '挂起',
      '其他社交媒体',
      '首次响应',
    ])
    expect(refusal({ tag: 'text.too_long', detail: { max: 4000 } })).toBe('太长了，最多 4000 个字，请分几次记')
  })

  it('shows a code or tag it has no word for, instead of nothing', async () => {
    const { name, refusal } = await naming('zh-CN')
    expect(name('status', 'frozen')).toBe('frozen')
    expect(refusal({ tag: 'moon.full' })).toContain('moon.full')
  })

  it('SLA-11d says what is to be known about a clock, and a key it has no word for as it is', async () => {
    const { clockWarning } = await naming('zh-CN')
    expect(
      [
        { key: 'calendar.unknown_year', params: { year: 2027 } },
        { key: 'contact.other_way', params: { way: 'sms' } },
        { key: 'backdated', params: { minutes: 10 } },
        { key: 'moon.full', params: {} },
      ].map(clockWarning),
    ).toEqual([
      '2027 年节假日未公布，按周末推算',
      '用的是短信，不是建议的联系方式',
      '补录：晚了 10 分钟才记下',
      'moon.full',
    ])
  })

  it('says due times and spans in each language', async () => {
    const [cn, tw, english] = [await naming('zh-CN'), await naming('zh-TW'), await naming('en')]
    const due = now + 7 * 3600_000
    expect([cn, tw, english].map((it) => it.due(due, now))).toEqual(['今天 17:00 前', '今天 17:00 前', 'by 17:00'])
    expect([cn, tw, english].map((it) => it.due(now + 50 * 3600_000, now))).toEqual([
      '5月12日 12:00 前',
      '5月12日 12:00 前',
      'May 12, 12:00',
    ])
    expect([cn, tw, english].map((it) => it.span(3 * 60_000))).toEqual(['3 分钟', '3 分鐘', '3 min'])
    expect(cn.refusal({ tag: 'unlock.wait', detail: { waitMs: 30_000 } })).toBe('密码错了多次，请等 30 秒再试')
  })
})
