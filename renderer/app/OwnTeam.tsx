import { useDirectory } from '../state/directory.tsx'
import { useSession } from '../state/session.ts'

/** The team of whoever is at work, by its name. */
export function OwnTeam() {
  const directory = useDirectory()
  const team = useSession((state) => state.session?.actor?.team)
  return <span>{team !== undefined && directory.team(team)}</span>
}
