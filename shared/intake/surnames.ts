const compounds =
  '欧阳 歐陽 司马 司馬 上官 诸葛 諸葛 尉迟 尉遲 皇甫 公孙 公孫 慕容 令狐 夏侯 轩辕 軒轅 长孙 長孫 宇文 司徒 司空 东方 東方 南宫 南宮 西门 西門 独孤 獨孤 端木 闻人 聞人 澹台 澹臺 呼延 百里 申屠 太史 拓跋 赫连 赫連 万俟 萬俟 单于 單于 公羊 濮阳 濮陽 钟离 鐘離 鍾離 鲜于 鮮于 闾丘 閭丘 仲孙 仲孫'
const compoundSurnames: ReadonlySet<string> = new Set(compounds.split(' '))

/** Characters of the surname that a Chinese name begins with: 2 for 欧阳娜娜, 1 for 张三. Needs a character after it. */
export function surnameLength(chars: readonly string[]): 1 | 2 {
  return chars.length > 2 && compoundSurnames.has(`${chars[0]}${chars[1]}`) ? 2 : 1
}

/**
 * How characters are read as surnames where that differs from, or adds to, their everyday reading; simplified, without
 * tones, commonest first. Families of one character may read it differently (覃 qin and tan), so all are kept.
 */
const readings: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries({
    朴: 'piao pu',
    单: 'shan',
    曾: 'zeng',
    仇: 'qiu',
    缪: 'miao mou',
    覃: 'qin tan',
    盖: 'ge gai',
    乐: 'yue le',
    召: 'shao zhao',
    翟: 'zhai di',
    秘: 'bi mi',
    种: 'chong zhong',
    黑: 'he hei',
    宓: 'mi fu',
    牟: 'mu mou',
    郇: 'xun huan',
    隗: 'wei kui',
    谌: 'chen shen',
    能: 'nai',
    佴: 'nai',
    重: 'chong',
    祭: 'zhai ji',
    么: 'yao',
    乜: 'nie mie',
    洗: 'xian xi',
    柏: 'bai bo',
    费: 'fei bi',
    繁: 'po',
    句: 'gou ju',
    尉: 'wei yu',
    郗: 'xi chi',
  }).map(([char, list]) => [char, list.split(' ')]),
)

const compoundReadings: ReadonlyMap<string, readonly (readonly string[])[]> = new Map([
  ['万俟', [['mo'], ['qi']]],
  ['尉迟', [['yu'], ['chi']]],
  ['长孙', [['zhang'], ['sun']]],
  ['澹台', [['tan'], ['tai']]],
  ['单于', [['chan', 'shan'], ['yu']]],
  ['令狐', [['ling'], ['hu']]],
  ['鲜于', [['xian'], ['yu']]],
])

/** Readings of each surname character of a simplified name; `undefined` where the everyday reading serves. */
export function surnameReadings(chars: readonly string[]): readonly (readonly string[] | undefined)[] {
  if (surnameLength(chars) === 1) return [readings.get(chars.slice(0, 1).join(''))]
  return compoundReadings.get(`${chars[0]}${chars[1]}`) ?? [undefined, undefined]
}
