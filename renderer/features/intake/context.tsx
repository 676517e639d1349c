import { createContext, useContext, useRef } from 'react'
import { useStore } from 'zustand'
import type { IntakeDraft } from './draft.ts'
import { activeDraft, type IntakeState } from './state.ts'
import type { Intake } from './store.ts'

const IntakeContext = createContext<Intake | null>(null)

export const IntakeProvider = IntakeContext.Provider

export function useIntake(): Intake {
  const intake = useContext(IntakeContext)
  if (intake === null) throw new Error('no intake above this component')
  return intake
}

/** A part of the intake's state; the component renders again only when that part changes. */
export const useIntakeState = <Part,>(pick: (state: IntakeState) => Part): Part => useStore(useIntake().store, pick)

/** A part of the call on screen. */
export const useDraft = <Part,>(pick: (draft: IntakeDraft) => Part): Part =>
  useIntakeState((state) => pick(activeDraft(state)))

/** The call on screen as it stood when the component came: for fields that hold their own text from then on. */
export function useDraftNow(): IntakeDraft {
  const intake = useIntake()
  return useRef(intake.active()).current
}
