import { useId } from 'react'
import { useDirectory } from '../state/directory.tsx'
import classes from './Act.module.css'

interface PersonFieldProps {
  readonly label: string
  /** Said where nobody is picked by name. */
  readonly nobody: string
  readonly value: string
  readonly onChoose: (id: string) => void
}

/** One of the organisation's people by name, or whoever is on duty. */
export function PersonField({ label, nobody, value, onChoose }: PersonFieldProps) {
  const id = useId()
  const { people } = useDirectory()
  return (
    <div className={classes['section']}>
      <label htmlFor={id}>{label}</label>
      <select
        id={id}
        className={classes['field']}
        value={value}
        onChange={(event) => onChoose(event.currentTarget.value)}
      >
        <option value="">{nobody}</option>
        {people.map((person) => (
          <option key={person.id} value={person.id}>
            {person.name}
          </option>
        ))}
      </select>
    </div>
  )
}
