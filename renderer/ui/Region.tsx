import type { ReactNode } from 'react'

interface RegionProps {
  readonly name: string
  readonly as?: 'section' | 'aside' | 'footer' | 'div'
  readonly className?: string | undefined
  readonly children: ReactNode
}

/** A landmark with a name: screen readers jump by these, end-to-end checks find parts by them. */
export function Region({ name, as: Element = 'section', className, children }: RegionProps) {
  return (
    <Element aria-label={name} className={className} {...(Element === 'div' ? { role: 'group' } : {})}>
      {children}
    </Element>
  )
}
