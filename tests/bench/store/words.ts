import type { Dice } from './random.ts'

/** Words of known frequency, for the searches: in at least half of all cases, in one of twenty, of two thousand, in none. */
export const frequencies = [
  { label: 'common', share: 0.55, words: ['退款', '客户反映', '尽快处理'] },
  { label: 'middle', share: 0.05, words: ['破损', '包裹破损', '路由器'] },
  { label: 'rare', share: 0.0005, words: ['蓝屏', '充电桩', '二维码门禁'] },
  { label: 'absent', share: 0, words: ['量子', '潜水艇', '天文望远'] },
] as const

const openings = ['来电说', '留言称', '再次来电', '投诉称', '询问', '要求说明', '情绪激动地说', '通过门店转来']
const subjects = [
  '订单列表最近七天一直加载不出来',
  '上周下单的洗衣机到现在没有送货',
  '安装师傅约好上午来却没有出现',
  '账单里多出一笔没有办理过的业务',
  '宽带每天晚上断线三四次',
  '客服承诺的回电两天都没有等到',
  '会员积分兑换之后礼品一直没有发',
  '退回的商品仓库签收了却不办手续',
  '新买的手机充电时发烫',
  '优惠券使用时提示不符合条件',
  '发票抬头开错要求重开',
  '更换套餐之后合约期被延长',
  '物流显示签收但本人没有收到',
  '维修三次仍然没有修好',
  '电梯广告声音太大影响休息',
  '预付卡余额对不上',
]
const details = [
  '刷新多次都是空白，影响当天发货',
  '前后打了五次电话都说在催',
  '家里有老人和孩子，请安排在白天',
  '手机上截了图，可以提供',
  '订单号已经报给上一位同事',
  '门店说要找总部，总部说要找门店',
  '希望给出书面的处理结果',
  '如果今天没有答复会向有关部门反映',
  '此前同样的问题今年已经发生过两次',
  '价格与页面上写的不一样',
  '说明书与实物对不上',
  '要求更换一位负责人跟进',
  '愿意配合上门检测',
  '希望赔偿误工的损失',
  '对处理速度表示不满',
  '请在下午五点之前联系',
]
const surnames = [...'王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗']
const givens = [...'伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰红梅建国文斌']

/** About `characters` Chinese characters of a complaint; at 340 about one kilobyte. */
export function complaint(dice: Dice, characters: number): string {
  const parts = frequencies.flatMap(({ share, words }) => words.filter(() => dice.next() < share))
  let text = `${dice.pick(openings)}${dice.pick(subjects)}`
  for (const part of parts) text += `，${part}`
  while (text.length < characters)
    text += `，${dice.pick(details)}${dice.below(4) === 0 ? `，编号${dice.below(1_000_000)}` : ''}`
  return text.slice(0, characters)
}

export const personName = (dice: Dice): string =>
  dice.pick(surnames) + dice.pick(givens) + (dice.below(2) === 0 ? dice.pick(givens) : '')

/** A number of a range that is given to nobody. */
export const phoneNumber = (dice: Dice): string => `+861380000${String(dice.below(10_000)).padStart(4, '0')}`
