import classes from './Dot.module.css'

/** The middle dot between two facts on one line. */
export const Dot = () => <i className={classes['dot']} aria-hidden="true" />
