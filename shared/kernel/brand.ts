/** Nominal typing: a `Brand<string, 'CaseId'>` cannot be passed where another id is asked for. */
declare const brand: unique symbol

export type Brand<T, Name extends string> = T & { readonly [brand]: Name }

export type OrgId = Brand<string, 'OrgId'>
export type CaseId = Brand<string, 'CaseId'>
export type CustomerId = Brand<string, 'CustomerId'>
export type DeviceId = Brand<string, 'DeviceId'>
export type ActorId = Brand<string, 'ActorId'>
export type SessionId = Brand<string, 'SessionId'>
export type EventId = Brand<string, 'EventId'>
/** `team:<id>`, `user:<id>`, `role:<name>` or `shared`; Source: sync.md "Server order". */
export type ScopeId = Brand<string, 'ScopeId'>
/** 64 lower-case hex digits of a SHA-256. */
export type Hash = Brand<string, 'Hash'>
/** Milliseconds since 1970-01-01T00:00Z, integer. */
export type EpochMs = number
