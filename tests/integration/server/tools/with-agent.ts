import type { RunningServer } from '../../../../server/start.ts'
import type { Bed } from './databases.ts'
import { createDevice, type Device } from './device.ts'

/** A server of its own that logs nothing, and an agent signed in at it. */
export async function startWithAgent(bed: Bed): Promise<{ readonly server: RunningServer; readonly agent: Device }> {
  const server = await bed.start(await bed.home(), { logLevel: 'silent' })
  const agent = createDevice()
  await agent.login(server.url, 'lin')
  return { server, agent }
}
