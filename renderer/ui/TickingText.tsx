import { useLayoutEffect, useRef } from 'react'
import { ticker } from '../state/now.ts'
import { writeText } from './writeText.ts'

/** Words that change with time, such as `3 秒前`: written to their own node each second, without rendering anything. */
export function TickingText({ text }: { readonly text: (nowMs: number) => string }) {
  const node = useRef<HTMLSpanElement>(null)
  useLayoutEffect(() => ticker.subscribe((nowMs) => writeText(node.current, text(nowMs))), [text])
  return <span ref={node} />
}
