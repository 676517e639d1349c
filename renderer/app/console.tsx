import { createContext, useContext } from 'react'
import type { Bridge } from '../bridge.ts'

const BridgeContext = createContext<Bridge | null>(null)

export const BridgeProvider = BridgeContext.Provider

/** The way to the core, for components that ask it something. */
export function useBridge(): Bridge {
  const bridge = useContext(BridgeContext)
  if (bridge === null) throw new Error('no bridge above this component')
  return bridge
}
