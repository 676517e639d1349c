import { useEffect, useState } from 'react'

/** How long typing has to rest before anything is read out of it: no key press pays for reading. */
const restMs = 160

/** A value as it stood when it last rested, so that what is made from it costs nothing while keys come. */
export function useSettled<Value>(value: Value): Value {
  const [settled, setSettled] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), restMs)
    return () => clearTimeout(timer)
  }, [value])
  return settled
}
