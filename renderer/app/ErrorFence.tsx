import { Component, type ReactNode } from 'react'
import { Translation } from 'react-i18next'
import { OutlinedButton } from '../ui/OutlinedButton.tsx'
import classes from './ErrorFence.module.css'

interface ErrorFenceProps {
  readonly children: ReactNode
  /** Keeps the fault for diagnosis; the id is what the person reads out. */
  readonly report: (id: string, fault: unknown) => void
  readonly newId: () => string
}

/** The renderer's fence: a bug costs the screen it happened on, never the window, and says so with an id. */
export class ErrorFence extends Component<ErrorFenceProps, { readonly id: string | null }> {
  override state: { readonly id: string | null } = { id: null }

  override componentDidCatch(fault: unknown): void {
    const id = this.props.newId()
    this.props.report(id, fault)
    this.setState({ id })
  }

  static getDerivedStateFromError(): { readonly id: string } {
    return { id: '' }
  }

  override render(): ReactNode {
    const { id } = this.state
    if (id === null) return this.props.children
    return (
      <Translation>
        {(t) => (
          <div className={classes['fence']} role="alert">
            <h2>{t('fence.title')}</h2>
            <p>{t('fence.body')}</p>
            {id !== '' && <p className={classes['id']}>{t('fence.id', { id })}</p>}
            <div className={classes['reload']}>
              <OutlinedButton label={t('fence.reload')} onPress={() => this.setState({ id: null })} />
            </div>
          </div>
        )}
      </Translation>
    )
  }
}
