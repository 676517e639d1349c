import type { ExecuteRequest, ExecuteResponse } from '../../shared/contract/console.ts'
import type { Refusal } from '../../shared/kernel/result.ts'

export interface SendDeps {
  readonly execute: (request: ExecuteRequest) => Promise<ExecuteResponse>
  readonly isWeather: (fault: unknown) => boolean
  readonly whenOpen: () => Promise<void>
}

/** Sends a command until the core has answered it: the same id each time, so it is carried out once. */
export async function sendUntilAnswered(
  deps: SendDeps,
  request: ExecuteRequest,
  waiting: () => void,
): Promise<ExecuteResponse> {
  for (;;) {
    try {
      return await deps.execute(request)
    } catch (fault) {
      if (!deps.isWeather(fault)) throw fault
      waiting()
      await deps.whenOpen()
    }
  }
}

type WireRefusal = Extract<ExecuteResponse, { saved: false }>['refusals'][number]

/** On the wire a part may be there but undefined; in the kernel it is there or it is not. */
export const asRefusal = ({ tag, field, detail }: WireRefusal): Refusal => ({
  tag,
  ...(field === undefined ? {} : { field }),
  ...(detail === undefined ? {} : { detail }),
})
