/** Closed lists of the complaint field's own words. Source: domain.md CASE-1…3, CLS-1, §1 "Life of a case". */
export const caseKinds = ['complaint', 'suggestion', 'opinion', 'inquiry', 'praise'] as const
export const channels = [
  'hotline',
  'email',
  'service_point',
  'store',
  'web_form',
  'wecom',
  'dingtalk',
  'in_app',
  'weibo',
  'douyin',
  'xiaohongshu',
  'social_other',
  'monitoring',
] as const
export const statuses = [
  'received',
  'assessed',
  'in_progress',
  'resolved',
  'informed',
  'followed_up',
  'closed',
  'on_hold',
  'withdrawn',
  'merged',
] as const
export const problemTypes = ['product_fault', 'service_attitude', 'process', 'other'] as const
export const urgencies = ['high', 'mid', 'low'] as const
export const severities = ['general', 'urgent', 'major'] as const
export const responsibilities = ['technical_support', 'product', 'rnd', 'third_party', 'customer'] as const
export const demandKinds = ['fix', 'compensate', 'improve', 'apologise', 'explain', 'refund', 'other'] as const
/** Largest file a case takes, bytes. Source: details.md "Attachments". */
export const mostFileBytes = 25 * 1024 * 1024

/** Ways to reach a customer. `system_notice` = a message the product itself shows. */
export const contactWays = ['phone', 'sms', 'email', 'wecom', 'system_notice', 'letter'] as const
/** How a call ended. `put_through` = to somebody else while it lasted; `silent` = nobody spoke. Source: CALL-12. */
export const callOutcomes = [
  'follow_up',
  'answered',
  'call_back',
  'put_through',
  'hung_up',
  'cut_off',
  'wrong_number',
  'silent',
] as const
export const escalationLevels = ['lead', 'manager', 'legal', 'brand', 'executive'] as const
/** `field` = a service point's own device (FLD-3); `system` = the server's pseudo-device and nothing else. */
export const roles = [
  'agent',
  'senior',
  'lead',
  'handler',
  'supervisor',
  'quality',
  'legal',
  'brand',
  'admin',
  'field',
  'system',
] as const

export type CaseKind = (typeof caseKinds)[number]
export type Channel = (typeof channels)[number]
export type CaseStatus = (typeof statuses)[number]
export type ProblemType = (typeof problemTypes)[number]
export type Urgency = (typeof urgencies)[number]
export type Severity = (typeof severities)[number]
export type Responsibility = (typeof responsibilities)[number]
export type DemandKind = (typeof demandKinds)[number]
export type ContactWay = (typeof contactWays)[number]
export type CallOutcome = (typeof callOutcomes)[number]
export type EscalationLevel = (typeof escalationLevels)[number]
export type Role = (typeof roles)[number]
