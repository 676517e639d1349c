import { describe, expect, it } from 'vitest'
import { commandIds, defaultKeymap, isIn, type Screen, screens } from '../../../renderer/app/keys.ts'
import { commandPlaces, isGivenThere } from '../../../renderer/features/palette/places.ts'

const from = (screen: Screen, hasCase = true) => commandPlaces(defaultKeymap, screen, hasCase)
/** Keys that are ten choices each, and the palette's own. */
const never = ['palette.open', 'pane.close', 'pick', 'intake.option', 'queue.view.own']

describe('every command in the palette', () => {
  it.each(screens)('CALL-2 is found from %s, but for the ways out of other screens', (screen) => {
    const found = from(screen).map(({ id }) => id)
    const missing = commandIds.filter((id) => !found.includes(id) && !never.includes(id))
    expect(missing.filter((id) => !id.endsWith('.back') || isIn(defaultKeymap[id].scope, screen))).toEqual([])
    expect(found.filter((id) => never.includes(id))).toEqual([])
    expect(new Set(found).size).toBe(found.length)
  })

  it.each(screens)('CALL-2 seen from %s stands with the screen where it can be given', (screen) => {
    for (const { id, place } of from(screen)) expect(isIn(defaultKeymap[id].scope, place ?? screen)).toBe(true)
  })

  it('CALL-2 what is about a case leads to the queue while none is open, and is given there by nobody but a person', () => {
    const placeOf = (hasCase: boolean) => from('intake', hasCase).find(({ id }) => id === 'case.attach')?.place
    expect([placeOf(true), placeOf(false)]).toEqual(['case', 'queue'])
    expect(from('queue', false).some(({ id }) => id === 'case.attach')).toBe(false)
    expect(['act.close', 'case.attach', 'queue.select', 'library.say'] as const).toSatisfy(
      (ids: readonly (typeof commandIds)[number][]) => ids.every((id) => !isGivenThere(id, defaultKeymap)),
    )
    expect(isGivenThere('queue.filter', defaultKeymap)).toBe(true)
  })
})
