import { useEffect } from 'react'
import { capsOf } from '../../app/keys.ts'
import { Keycap } from '../../ui/Keycap.tsx'
import classes from './Door.module.css'

type Stroke = 'Escape' | 'F2'

interface OtherProps {
  readonly label: string
  /** A named key that types nothing: before the door there are no commands. */
  readonly stroke: Stroke
  readonly onPress: () => void
}

/** Another way in, or back from it. */
export function Other({ label, stroke, onPress }: OtherProps) {
  useEffect(() => {
    const ended = new AbortController()
    followStroke(stroke, onPress, ended.signal)
    return () => ended.abort()
  }, [stroke, onPress])
  return (
    <button type="button" className={classes['other']} aria-keyshortcuts={stroke} onClick={onPress}>
      <span>{label}</span>
      <Keycap keys={capsOf(stroke)} />
    </button>
  )
}

/** A key of the input method is the input method's, whether the engine marks it as such or not. */
function followStroke(stroke: Stroke, press: () => void, signal: AbortSignal): void {
  let composing = false
  const follow = (name: string, is: boolean) =>
    addEventListener(
      name,
      () => {
        composing = is
      },
      { signal },
    )
  follow('compositionstart', true)
  follow('compositionend', false)
  addEventListener(
    'keydown',
    (event) => {
      if (event.key !== stroke || composing || event.isComposing || event.keyCode === 229) return
      event.preventDefault()
      press()
    },
    { signal },
  )
}
