import type { ExecuteRequest, ExecuteResponse } from '../../shared/contract/console.ts'
import type { Refusal } from '../../shared/kernel/result.ts'

export interface WaitDeps {
  readonly isWeather: (fault: unknown) => boolean
  readonly whenOpen: () => Promise<void>
}

export interface SendDeps extends WaitDeps {
  readonly execute: (request: ExecuteRequest) => Promise<ExecuteResponse>
}

/** Sends a command until the core has answered it: the same id each time, so it is carried out once. */
export const sendUntilAnswered = (
  deps: SendDeps,
  request: ExecuteRequest,
  waiting: () => void,
): Promise<ExecuteResponse> => untilAnswered(deps, () => deps.execute(request), waiting)

/** Asks until the core has answered. What is asked must carry ids of its own: it may be asked twice and carried out once. */
export async function untilAnswered<Answer>(
  deps: WaitDeps,
  ask: () => Promise<Answer>,
  waiting: () => void,
): Promise<Answer> {
  for (;;) {
    try {
      return await ask()
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
