import type { ReactNode } from 'react'
import classes from './icons.module.css'

/** Line icons on a 16-px grid, drawn for this product. Always beside a word, so always hidden from readers. */
const paths = {
  call: (
    <path d="M5.1 2.4 3.3 3A1.4 1.4 0 0 0 2.4 4.600a12.1 12.1 0 0 0 9 9 1.4 1.4 0 0 0 1.6-.9l.6-1.8-2.9-1.6-1.5 1.300a8.2 8.2 0 0 1-3.8-3.800L6.7 5.300z" />
  ),
  queue: <path d="M2.5 4h.1M2.5 8h.1M2.5 12h.1M5.5 4h8M5.5 8h8M5.5 12h8" />,
  transfer: (
    <path d="M2.500 5.500h10M9.800 2.800l2.700 2.700-2.700 2.700M13.500 10.500h-10M6.200 7.800l-2.700 2.700 2.700 2.700" />
  ),
  library: <path d="M3 3h3.200v10H3zM6.200 3h3.200v10H6.200zM10 3.800l2.800-.7 2.200 9.600-2.800.7z" />,
  settings: (
    <>
      <path d="M2 4.500h6M11.5 4.500H14M2 11.500h2.500M8 11.500h6" />
      <circle cx="9.8" cy="4.5" r="1.7" />
      <circle cx="6.2" cy="11.5" r="1.7" />
    </>
  ),
  search: <path d="M7 11.500a4.500 4.500 0 1 0 0-9 4.500 4.500 0 0 0 0 9M10.300 10.300 13.500 13.500" />,
  file: <path d="M4 2.500h5l3 3v8H4zM9 2.500v3h3" />,
  check: <path d="m3.5 8.5 3 3 6-7" />,
  alert: <path d="M8 2.5 14.2 13.300H1.800zM8 6.500v3.200M8 11.500v.1" />,
  pause: <path d="M5.5 3.500v9M10.5 3.500v9" />,
  close: <path d="m4 4 8 8M12 4l-8 8" />,
  chain: (
    <path d="M6.8 9.200a2.5 2.5 0 0 0 3.5 0l2.2-2.200A2.5 2.5 0 0 0 9 3.500l-.9.9M9.2 6.800a2.5 2.5 0 0 0-3.5 0L3.5 9A2.5 2.5 0 0 0 7 12.500l.9-.9" />
  ),
  link: <path d="M13 5.500A5.5 5.5 0 0 0 3 6M3 2.800V6h3.200M3 10.500a5.5 5.5 0 0 0 10-.5M13 13.200V10H9.8" />,
  lock: <path d="M3.500 7.500h9v6h-9zM5.500 7.500V5a2.500 2.500 0 0 1 5 0v2.500" />,
  star: <path d="m8 2.200 1.800 3.700 4 .600-2.900 2.800.700 4L8 11.400l-3.600 1.900.700-4L2.200 6.500l4-.600z" />,
  upload: <path d="M8 11V3M4.8 6.2 8 3l3.2 3.200M3 13.500h10" />,
} satisfies Record<string, ReactNode>

export type IconName = keyof typeof paths

export function Icon({ name, size = 16 }: { readonly name: IconName; readonly size?: 12 | 14 | 16 | 18 }) {
  return (
    <svg className={classes['icon']} viewBox="0 0 16 16" width={size} height={size} aria-hidden="true">
      {paths[name]}
    </svg>
  )
}

/** The mark: 回, one square inside another, an echo. */
export function Mark() {
  return (
    <svg className={classes['mark']} viewBox="0 0 26 26" width="26" height="26" aria-hidden="true">
      <rect x="2" y="2" width="22" height="22" rx="5" />
      <rect x="9" y="9" width="8" height="8" rx="2" />
    </svg>
  )
}

/** Urgency as bars: readable without colour and without the word. */
export function Bars({ level }: { readonly level: 1 | 2 | 3 }) {
  return (
    <svg className={classes['bars']} viewBox="0 0 14 13" width="13" height="12" aria-hidden="true">
      <rect x="1" y="8" width="3" height="4" rx="0.8" />
      <rect x="5.5" y="5" width="3" height="7" rx="0.8" opacity={level > 1 ? 1 : 0.28} />
      <rect x="10" y="2" width="3" height="10" rx="0.8" opacity={level > 2 ? 1 : 0.28} />
    </svg>
  )
}
