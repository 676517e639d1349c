import categories from '../../resources/categories.json' with { type: 'json' }
import channels from '../../resources/channels.json' with { type: 'json' }
import emotion from '../../resources/classify/emotion.json' with { type: 'json' }
import rules from '../../resources/classify/rules.json' with { type: 'json' }
import situations from '../../resources/classify/situations.json' with { type: 'json' }
import variants from '../../resources/classify/variants.json' with { type: 'json' }
import cultures from '../../resources/cultures.json' with { type: 'json' }
import departments from '../../resources/departments.json' with { type: 'json' }
import dialect from '../../resources/dialect.json' with { type: 'json' }
import guides from '../../resources/guides.json' with { type: 'json' }
import knowledgeEn from '../../resources/knowledge/en.json' with { type: 'json' }
import knowledgeCn from '../../resources/knowledge/zh-CN.json' with { type: 'json' }
import knowledgeTw from '../../resources/knowledge/zh-TW.json' with { type: 'json' }
import lintEn from '../../resources/lint/en.json' with { type: 'json' }
import lintCn from '../../resources/lint/zh-CN.json' with { type: 'json' }
import lintTw from '../../resources/lint/zh-TW.json' with { type: 'json' }
import enClose from '../../resources/phrases/en-close.json' with { type: 'json' }
import enEmpathise from '../../resources/phrases/en-empathise.json' with { type: 'json' }
import enFollowUp from '../../resources/phrases/en-follow-up.json' with { type: 'json' }
import enGreet from '../../resources/phrases/en-greet.json' with { type: 'json' }
import enListen from '../../resources/phrases/en-listen.json' with { type: 'json' }
import enResolve from '../../resources/phrases/en-resolve.json' with { type: 'json' }
import cnClose from '../../resources/phrases/zh-CN-close.json' with { type: 'json' }
import cnEmpathise from '../../resources/phrases/zh-CN-empathise.json' with { type: 'json' }
import cnFollowUp from '../../resources/phrases/zh-CN-follow-up.json' with { type: 'json' }
import cnGreet from '../../resources/phrases/zh-CN-greet.json' with { type: 'json' }
import cnListen from '../../resources/phrases/zh-CN-listen.json' with { type: 'json' }
import cnResolve from '../../resources/phrases/zh-CN-resolve.json' with { type: 'json' }
import twClose from '../../resources/phrases/zh-TW-close.json' with { type: 'json' }
import twEmpathise from '../../resources/phrases/zh-TW-empathise.json' with { type: 'json' }
import twFollowUp from '../../resources/phrases/zh-TW-follow-up.json' with { type: 'json' }
import twGreet from '../../resources/phrases/zh-TW-greet.json' with { type: 'json' }
import twListen from '../../resources/phrases/zh-TW-listen.json' with { type: 'json' }
import twResolve from '../../resources/phrases/zh-TW-resolve.json' with { type: 'json' }
import reasons from '../../resources/reasons.json' with { type: 'json' }
import slots from '../../resources/slots.json' with { type: 'json' }
import type { AssistSource } from '../../shared/assist/assist-pack.ts'

/** The shipped words as screens ask for them: phrases, checks, guides, cultures, articles, dialect and what classifies. */
export const assistWords = {
  phrases: [
    ...[cnGreet, cnListen, cnEmpathise, cnResolve, cnClose, cnFollowUp],
    ...[twGreet, twListen, twEmpathise, twResolve, twClose, twFollowUp],
    ...[enGreet, enListen, enEmpathise, enResolve, enClose, enFollowUp],
  ],
  lint: [lintCn, lintTw, lintEn],
  knowledge: [knowledgeCn, knowledgeTw, knowledgeEn],
  slots,
  guides,
  cultures,
  dialect,
  categories,
  channels,
  departments,
  reasons,
  classify: { rules, emotion, situations, variants },
} satisfies AssistSource
