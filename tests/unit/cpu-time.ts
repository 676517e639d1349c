/** Processor time this process has used, ms: what other programs do on the machine does not count. */
export const cpuMs = (): number => {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1_000
}
