import classes from './Keycap.module.css'

/**
 * Keys as caps, after the word they belong to. Hidden from screen readers: the control itself carries
 * `aria-keyshortcuts`, so that its name stays equal to its visible label.
 */
export function Keycap({ keys, on = 'paper' }: { readonly keys: readonly string[]; readonly on?: 'paper' | 'accent' }) {
  return (
    <span className={classes['keys']} data-on={on} aria-hidden="true">
      {keys.map((key) => (
        <kbd key={key}>{key}</kbd>
      ))}
    </span>
  )
}
