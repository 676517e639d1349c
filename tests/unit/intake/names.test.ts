import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { indexName, nameMatches, queryName } from '../../../shared/intake/names.ts'
import { cpuMs } from '../cpu-time.ts'
import { anyText } from './any-text.ts'

function finds(typed: string, name: string): boolean {
  const query = queryName(typed)
  return query !== null && nameMatches(indexName(name), query)
}

describe('surnames', () => {
  it.each([
    ['单', 'shan'],
    ['單', 'shan'],
    ['曾', 'zeng'],
    ['仇', 'qiu'],
    ['查', 'zha'],
    ['区', 'ou'],
    ['區', 'ou'],
    ['任', 'ren'],
    ['朴', 'piao'],
    ['缪', 'miao'],
    ['繆', 'miao'],
    ['覃', 'qin'],
    ['覃', 'tan'],
    ['解', 'xie'],
    ['盖', 'ge'],
    ['蓋', 'gai'],
    ['乐', 'yue'],
    ['乐', 'le'],
    ['召', 'shao'],
    ['翟', 'zhai'],
    ['翟', 'di'],
    ['秘', 'bi'],
    ['种', 'chong'],
    ['重', 'chong'],
    ['折', 'she'],
    ['黑', 'he'],
    ['宓', 'mi'],
    ['宓', 'fu'],
    ['牟', 'mu'],
    ['牟', 'mou'],
    ['郇', 'xun'],
    ['郇', 'huan'],
    ['隗', 'wei'],
    ['隗', 'kui'],
    ['谌', 'chen'],
    ['谌', 'shen'],
    ['能', 'nai'],
    ['佴', 'nai'],
    ['祭', 'zhai'],
    ['么', 'yao'],
    ['幺', 'yao'],
    ['乜', 'nie'],
    ['冼', 'xian'],
    ['洗', 'xian'],
    ['柏', 'bai'],
    ['员', 'yun'],
    ['薄', 'bo'],
    ['贾', 'jia'],
    ['费', 'fei'],
    ['车', 'che'],
    ['燕', 'yan'],
    ['应', 'ying'],
    ['那', 'na'],
    ['华', 'hua'],
    ['盛', 'sheng'],
    ['繁', 'po'],
    ['句', 'gou'],
    ['尉', 'wei'],
    ['尉', 'yu'],
    ['於', 'yu'],
    ['沈', 'shen'],
    ['石', 'shi'],
    ['谷', 'gu'],
    ['俞', 'yu'],
    ['冯', 'feng'],
    ['逄', 'pang'],
    ['贲', 'ben'],
    ['阚', 'kan'],
    ['撒', 'sa'],
    ['宁', 'ning'],
    ['卜', 'bu'],
    ['褚', 'chu'],
    ['吕', 'lv'],
    ['葛', 'ge'],
    ['瞿', 'qu'],
    ['晁', 'chao'],
    ['訾', 'zi'],
    ['亓', 'qi'],
    ['缑', 'gou'],
    ['臧', 'zang'],
  ])('CALL-2d %s is read %s as a surname', (surname, reading) => {
    expect(indexName(`${surname}明`).tokens).toContain(`${reading}ming`)
    expect(finds(`${reading.charAt(0)}m`, `${surname}明`)).toBe(true)
  })

  it.each([
    ['尉迟恭', 'yuchigong', 'ycg'],
    ['尉遲恭', 'yuchigong', 'ycg'],
    ['万俟卨', 'moqi', 'mq'],
    ['单于丹', 'chanyudan', 'cyd'],
    ['长孙无忌', 'zhangsunwuji', 'zswj'],
    ['澹台灭明', 'tantai', 'ttmm'],
    ['欧阳娜娜', 'ouyangnana', 'oynn'],
    ['令狐冲', 'linghuchong', 'lhc'],
  ])('CALL-2d compound surname %s: %s, %s', (name, reading, initials) => {
    expect([finds(reading, name), finds(initials, name)]).toEqual([true, true])
  })

  it('CALL-2d a surname is not found by its everyday reading', () => {
    expect([finds('dan', '单雄信'), finds('ceng', '曾国藩'), finds('chou', '仇英')]).toEqual([false, false, false])
  })
})

describe('names', () => {
  it.each([
    ['zs', '张三'],
    ['zhs', '张三'],
    ['zhangs', '张三'],
    ['zsan', '张三'],
    ['zhangsan', '张三'],
    ['ZHANG SAN', '张三'],
    ["zhang'san", '张三'],
    ['zhāng sān', '张三'],
    ['ｚｓ', '张三'],
    ['张', '張三'],
    ['張三', '张三'],
    ['张s', '张三'],
    ['san', '张三'],
    ['三', '张三'],
    ['lv', '吕布'],
    ['lü', '吕布'],
    ['lyu', '吕布'],
    ['lyubu', '吕布'],
    ['苎', '薴'],
    ['苧', '薴'],
    ['lǚ bù', '吕布'],
    ['nyuwa', '女娲'],
    ['yanyu', '严宇'],
    ['xm', '李晓明'],
    ['lqian', '李乾'],
    ['lgan', '李乾'],
    ['le', '张乐'],
    ['yue', '张乐'],
    ['𠮷', '𠮷田'],
    ['𠮷t', '𠮷田'],
    ['𠮷', '王𠮷'],
    ['js', 'John Smith'],
    ['smith', 'John Smith'],
    ['oneil', "O'Neil"],
    ['wt', '王 Tom'],
    ['jose', 'José'],
    ['cqcg', '重庆晨光科技有限公司'],
    ['晨光', '重庆晨光科技有限公司'],
    ['afanti', '阿·凡提'],
  ])('CALL-2d %s finds %s', (typed, name) => {
    expect(finds(typed, name)).toBe(true)
  })

  it.each([
    ['zw', '张三'],
    ['sz', '张三'],
    ['zsa n x', '张三'],
    ['李', '张三'],
    ['', '张三'],
    [' ·', '张三'],
    ['zs', ''],
    ['a'.repeat(200), '阿'.repeat(70)],
  ])('CALL-2d %.20s does not find %.10s', (typed, name) => {
    expect(finds(typed, name)).toBe(false)
  })

  it('CALL-2d tokens for the index: readings and initials, of the name and of the given name', () => {
    expect(indexName('张三')).toMatchObject({ han: '张三', tokens: ['zhangsan', 'zs', 'zhs', 'san', 's'] })
    expect(indexName('張三')).toEqual(indexName('张三'))
    expect(indexName(' · ').tokens).toEqual([])
  })

  it('CALL-2d says what kind of text was typed', () => {
    expect(['zs', '張', '张s', ' '].map(queryName)).toEqual([
      { kind: 'pinyin', text: 'zs' },
      { kind: 'han', text: '张' },
      { kind: 'mixed', text: '张s' },
      null,
    ])
  })

  it('CALL-2d a name is always found by itself and by its first token, and nothing throws', () => {
    const chars = fc.constantFrom(...'张王李赵单曾仇欧阳娜国伟小明乐行𠮷𠀀長沈', 'Tom', ' ', '·')
    const names = fc.oneof(
      fc.array(chars, { maxLength: 12 }).map((all) => all.join('')),
      anyText,
    )
    const property = fc.property(names, (name) => {
      const index = indexName(name)
      const query = queryName(index.han)
      if (query !== null) expect(nameMatches(index, query)).toBe(true)
      const token = queryName(index.tokens[0] ?? '')
      if (token !== null) expect(nameMatches(index, token)).toBe(true)
      expect(index.tokens.length).toBeLessThanOrEqual(96)
    })
    expect(() => fc.assert(property, { numRuns: 400 })).not.toThrow()
  }, 60_000)

  it('cuts a megabyte and stays fast on names made to be slow', () => {
    const started = cpuMs()
    expect(indexName('张'.repeat(1_000_000)).han.length).toBeLessThanOrEqual(160)
    expect(finds(`${'a'.repeat(79)}b`, 'aaaa '.repeat(20))).toBe(false)
    expect(finds(`${'l'.repeat(79)}b`, '乐'.repeat(80))).toBe(false)
    expect(cpuMs() - started).toBeLessThan(2000)
  })
})
