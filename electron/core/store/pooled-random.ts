const poolBytes = 4_096

/** Random bytes from a pool filled at once: a save needs several handfuls, each call to the machine costs more than all of them. */
export function pooledRandom(random: (bytes: number) => Uint8Array): (bytes: number) => Uint8Array {
  let pool = random(poolBytes)
  let at = 0
  return (bytes) => {
    if (bytes > poolBytes) return random(bytes)
    if (at + bytes > poolBytes) {
      pool = random(poolBytes)
      at = 0
    }
    const taken = Buffer.allocUnsafeSlow(bytes)
    taken.set(pool.subarray(at, at + bytes))
    pool.fill(0, at, at + bytes) // a key given out does not stay here
    at += bytes
    return taken
  }
}
